import {
  type DisableKeyRotationRequest,
  type EnableKeyRotationRequest,
  type GetKeyRotationStatusRequest,
  type GetKeyRotationStatusResponse,
} from "@aws-sdk/client-kms";
import { type Operation } from "../operation";
import { dateOf } from "../simulated-date";
import { keysOf } from "./store";

const SECONDS_A_DAY = 86_400;

export const enableKeyRotation: Operation<EnableKeyRotationRequest, void> = (input, context) => {
  const key = keysOf(context).key(input.KeyId, context.now);
  key.isRotated = true;
  key.rotationPeriodDays = input.RotationPeriodInDays ?? key.rotationPeriodDays;
};

export const disableKeyRotation: Operation<DisableKeyRotationRequest, void> = (input, context) => {
  keysOf(context).key(input.KeyId, context.now).isRotated = false;
};

export const getKeyRotationStatus: Operation<
  GetKeyRotationStatusRequest,
  GetKeyRotationStatusResponse
> = (input, context) => {
  const key = keysOf(context).key(input.KeyId, context.now);
  return {
    KeyId: key.arn,
    KeyRotationEnabled: key.isRotated,
    ...(key.isRotated
      ? {
          RotationPeriodInDays: key.rotationPeriodDays,
          NextRotationDate: dateOf(key.createdAt + key.rotationPeriodDays * SECONDS_A_DAY),
        }
      : {}),
  };
};
