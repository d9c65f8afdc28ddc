import * as schemas from "@aws-sdk/client-s3";
import { type ServiceDefinition } from "../service";
import { abortMultipartUpload } from "./abort-multipart-upload";
import { putBucketAcl } from "./bucket-acl";
import { deleteBucketCors, getBucketCors, putBucketCors } from "./bucket-cors";
import {
  deleteBucketEncryption,
  getBucketEncryption,
  putBucketEncryption,
} from "./bucket-encryption";
import {
  deleteBucketLifecycle,
  getBucketLifecycleConfiguration,
  putBucketLifecycleConfiguration,
} from "./bucket-lifecycle";
import {
  getBucketNotificationConfiguration,
  putBucketNotificationConfiguration,
} from "./bucket-notification";
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from "./bucket-policy";
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from "./bucket-tagging";
import { getBucketVersioning, putBucketVersioning } from "./bucket-versioning";
import { completeMultipartUpload } from "./complete-multipart-upload";
import { copyObject } from "./copy-object";
import { createBucket } from "./create-bucket";
import { createMultipartUpload } from "./create-multipart-upload";
import { deleteBucket } from "./delete-bucket";
import { deleteObject } from "./delete-object";
import { deleteObjects } from "./delete-objects";
import { getBucketLocation } from "./get-bucket-location";
import { getObject } from "./get-object";
import { getObjectAttributes } from "./get-object-attributes";
import { headBucket } from "./head-bucket";
import { headObject } from "./head-object";
import { listBuckets } from "./list-buckets";
import { listMultipartUploads } from "./list-multipart-uploads";
import { listObjectVersions } from "./list-object-versions";
import { listObjects } from "./list-objects";
import { listObjectsV2 } from "./list-objects-v2";
import { listParts } from "./list-parts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging";
import { putObject } from "./put-object";
import * as settings from "./stored-settings";
import { uploadPart } from "./upload-part";
import { uploadPartCopy } from "./upload-part-copy";

/** Amazon S3, REST-XML: buckets, objects on disk, uploads in parts, and the settings that infrastructure code reads. */
export const s3: ServiceDefinition = {
  name: "s3",
  signingName: "s3",
  schemas,
  protocols: ["rest-xml"],
  operations: {
    AbortMultipartUpload: abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: createBucket,
    CreateMultipartUpload: createMultipartUpload,
    DeleteBucket: deleteBucket,
    DeleteBucketCors: deleteBucketCors,
    DeleteBucketEncryption: deleteBucketEncryption,
    DeleteBucketLifecycle: deleteBucketLifecycle,
    DeleteBucketOwnershipControls: settings.ownershipControls.remove,
    DeleteBucketPolicy: deleteBucketPolicy,
    DeleteBucketReplication: settings.replication.remove,
    DeleteBucketTagging: deleteBucketTagging,
    DeleteBucketWebsite: settings.website.remove,
    DeleteObject: deleteObject,
    DeleteObjectTagging: deleteObjectTagging,
    DeleteObjects: deleteObjects,
    DeletePublicAccessBlock: settings.publicAccessBlock.remove,
    GetBucketAccelerateConfiguration: settings.accelerate.get,
    GetBucketAcl: settings.acl.get,
    GetBucketCors: getBucketCors,
    GetBucketEncryption: getBucketEncryption,
    GetBucketLifecycleConfiguration: getBucketLifecycleConfiguration,
    GetBucketLocation: getBucketLocation,
    GetBucketLogging: settings.logging.get,
    GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
    GetBucketOwnershipControls: settings.ownershipControls.get,
    GetBucketPolicy: getBucketPolicy,
    GetBucketPolicyStatus: getBucketPolicyStatus,
    GetBucketReplication: settings.replication.get,
    GetBucketRequestPayment: settings.requestPayment.get,
    GetBucketTagging: getBucketTagging,
    GetBucketVersioning: getBucketVersioning,
    GetBucketWebsite: settings.website.get,
    GetObject: getObject,
    GetObjectAttributes: getObjectAttributes,
    GetObjectLockConfiguration: settings.objectLock.get,
    GetObjectTagging: getObjectTagging,
    GetPublicAccessBlock: settings.publicAccessBlock.get,
    HeadBucket: headBucket,
    HeadObject: headObject,
    ListBuckets: listBuckets,
    ListMultipartUploads: listMultipartUploads,
    ListObjectVersions: listObjectVersions,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListParts: listParts,
    PutBucketAccelerateConfiguration: settings.accelerate.put,
    PutBucketAcl: putBucketAcl,
    PutBucketCors: putBucketCors,
    PutBucketEncryption: putBucketEncryption,
    PutBucketLifecycleConfiguration: putBucketLifecycleConfiguration,
    PutBucketLogging: settings.logging.put,
    PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
    PutBucketOwnershipControls: settings.ownershipControls.put,
    PutBucketPolicy: putBucketPolicy,
    PutBucketReplication: settings.replication.put,
    PutBucketRequestPayment: settings.requestPayment.put,
    PutBucketTagging: putBucketTagging,
    PutBucketVersioning: putBucketVersioning,
    PutBucketWebsite: settings.website.put,
    PutObject: putObject,
    PutObjectLockConfiguration: settings.objectLock.put,
    PutObjectTagging: putObjectTagging,
    PutPublicAccessBlock: settings.publicAccessBlock.put,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
  },
};
