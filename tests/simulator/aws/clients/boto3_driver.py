"""Drives boto3 for another process: a call is a line of JSON on stdin, its answer a line of JSON on stdout.

The first argument is the connection as JSON: endpoint (null for AWS itself), region, waiterDelaySeconds and
waiterAttempts. A call holds `do` (call, wait, read, upload or presign) and what it takes; an answer holds `output`, or
`error` with code, message and status. Bytes travel as {"$bytes": base64} and points in time as {"$date": ISO 8601}.
"""

import base64
import datetime
import json
import sys

import boto3
from botocore import exceptions, xform_name
from botocore.config import Config

connection = json.loads(sys.argv[1])
clients = {}


def client(service):
    if service not in clients:
        settings = {"region_name": connection["region"]}
        if connection["endpoint"]:
            settings.update(
                endpoint_url=connection["endpoint"],
                aws_access_key_id="any",
                aws_secret_access_key="thing",
                config=Config(retries={"max_attempts": 0}),
            )
        clients[service] = boto3.client(service, **settings)
    return clients[service]


def from_json(value):
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if "$date" in value:
        return value["$date"]  # boto3 parses it
    return {key: from_json(item) for key, item in value.items()}


def to_json(value):
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$date": value.isoformat()}
    if hasattr(value, "read"):
        return to_json(value.read())
    raise TypeError(f"{type(value)} has no place in JSON")


def call(service, operation, input):
    try:
        method = getattr(client(service), xform_name(operation))
    except AttributeError:
        raise exceptions.ParamValidationError(report=f"Unknown operation {operation}") from None
    return method(**from_json(input))


def wait(waiter, endpointName):
    client("sagemaker").get_waiter(xform_name(waiter)).wait(
        EndpointName=endpointName,
        WaiterConfig={
            "Delay": connection["waiterDelaySeconds"],
            "MaxAttempts": connection["waiterAttempts"],
        },
    )


def read(bucket, key):
    return client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def upload(file, bucket, key):
    client("s3").upload_file(file, bucket, key)


def presign(bucket, key):
    return client("s3").generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})


actions = {action.__name__: action for action in (call, wait, read, upload, presign)}


def answer(request):
    action = actions[request.pop("do")]
    try:
        return {"output": action(**request)}
    except exceptions.ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        told = error.response["Error"]
        return {"error": {"code": told["Code"], "message": told["Message"], "status": status}}
    except exceptions.WaiterError as error:
        return {"error": {"code": "WaiterFailed", "message": str(error)}}
    except exceptions.ParamValidationError as error:
        code = "UnknownToClient" if "Unknown" in str(error) else "ParamValidation"
        return {"error": {"code": code, "message": str(error)}}
    except Exception as error:
        return {"error": {"code": type(error).__name__, "message": str(error)}}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=to_json), flush=True)
