import {
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  CreateEndpointConfigInput$,
  CreateModelCommand,
  type CreateModelCommandInput,
  CreateModelInput$,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
} from "@aws-sdk/client-sagemaker";

import { isRecord, text } from "../property-values";
import { toRequest } from "../request-shape";
import { allBut, type ResourceType } from "../resource-type";
import { replaceTags } from "./sagemaker-tags";

const NAME_LENGTH = 63;

/** aws.sagemaker.Model. */
export const model: ResourceType = {
  tokens: ["aws:sagemaker/model:Model"],
  name: { property: "name", maxLength: NAME_LENGTH },
  replacedBy: allBut("tags"),

  async create(inputs, { clients }) {
    const { ModelArn } = await clients.sageMaker.send(
      new CreateModelCommand(
        toRequest<CreateModelCommandInput>(CreateModelInput$, inputs, {
          rename: { name: "ModelName" },
        }),
      ),
    );
    return { id: text(inputs, "name"), outputs: { arn: ModelArn } };
  },

  async update({ inputs: before, outputs }, inputs, context) {
    await replaceTags(text(outputs, "arn"), before, inputs, context);
  },

  async delete({ id }, { clients }) {
    await clients.sageMaker.send(new DeleteModelCommand({ ModelName: id }));
  },

  async read({ id }, { clients }) {
    await clients.sageMaker.send(new DescribeModelCommand({ ModelName: id }));
  },
};

/** aws.sagemaker.EndpointConfiguration. */
export const endpointConfiguration: ResourceType = {
  tokens: ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"],
  name: { property: "name", maxLength: NAME_LENGTH },
  replacedBy: allBut("tags"),

  async create(inputs, { clients }) {
    const { EndpointConfigArn } = await clients.sageMaker.send(
      new CreateEndpointConfigCommand(
        toRequest<CreateEndpointConfigCommandInput>(
          CreateEndpointConfigInput$,
          { ...inputs, productionVariants: namedVariants(inputs["productionVariants"]) },
          { rename: { name: "EndpointConfigName", kmsKeyArn: "KmsKeyId" } },
        ),
      ),
    );
    return { id: text(inputs, "name"), outputs: { arn: EndpointConfigArn } };
  },

  async update({ inputs: before, outputs }, inputs, context) {
    await replaceTags(text(outputs, "arn"), before, inputs, context);
  },

  async delete({ id }, { clients }) {
    await clients.sageMaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: id }));
  },

  async read({ id }, { clients }) {
    await clients.sageMaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: id }));
  },
};

/** The provider names a variant that has no name; AWS insists on one. */
function namedVariants(given: unknown): unknown {
  if (!Array.isArray(given)) return given;
  return given.map((variant: unknown, index) =>
    isRecord(variant) ? { variantName: `variant-${index + 1}`, ...variant } : variant,
  );
}
