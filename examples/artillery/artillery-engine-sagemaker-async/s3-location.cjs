"use strict";

/** Bucket and key of an `s3://bucket/key` location; `undefined` where it is none. */
function partsOf(location) {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*?)\/*$/s.exec(location) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}

function locationOf({ bucket, key }) {
  return `s3://${bucket}/${key}`;
}

module.exports = { locationOf, partsOf };
