import { ProductionVariantInstanceType } from "@aws-sdk/client-sagemaker";
import { expect } from "chai";

import { hostingPrices } from "../../sagemaker/hosting-prices";
import {
  Accelerator,
  instanceAccelerator,
  instancePricePerHour,
  instanceTypeProblem,
  isArmInstance,
} from "../../sagemaker/instance-types";

describe("instance types", () => {
  it("know every type that SageMaker's own interface lists but Gaudi's, which no image here runs on", () => {
    const unknown = Object.values(ProductionVariantInstanceType).filter(
      (type) => instanceAccelerator(type) === undefined,
    );
    expect(unknown).to.deep.equal(["ml.dl1.24xlarge"]);
  });

  it("price only types that exist", () => {
    const listed: string[] = Object.values(ProductionVariantInstanceType);
    expect(
      Object.keys(hostingPrices["us-east-1"] ?? {}).filter((type) => !listed.includes(type)),
    ).to.deep.equal([]);
  });

  it("give the price of a known type in a known region", () => {
    expect(instancePricePerHour("ml.m5.xlarge", "us-east-1")).to.equal(0.23);
  });

  it("give no price for a type without one", () => {
    expect(instancePricePerHour("ml.g5.48xlarge", "us-east-1")).to.equal(undefined);
  });

  it("give no price in a region whose prices are not known", () => {
    expect(instancePricePerHour("ml.m5.xlarge", "eu-west-1")).to.equal(undefined);
  });

  it("tell processors, GPUs and Inferentia apart", () => {
    expect(instanceAccelerator("ml.m5.xlarge")).to.equal(Accelerator.Cpu);
    expect(instanceAccelerator("ml.g5.xlarge")).to.equal(Accelerator.Gpu);
    expect(instanceAccelerator("ml.inf2.xlarge")).to.equal(Accelerator.Inferentia);
  });

  it("tell Arm processors from x86", () => {
    expect(isArmInstance("ml.c7g.xlarge")).to.equal(true);
    expect(isArmInstance("ml.g5.xlarge")).to.equal(false);
  });

  it("accept a type that hosts asynchronous inference", () => {
    expect(instanceTypeProblem("ml.g5.xlarge")).to.equal(undefined);
  });

  it("refuse a name that is no instance type, showing what one looks like", () => {
    expect(instanceTypeProblem("g5.xlarge")).to.equal(
      'is "g5.xlarge"; it must look like "ml.<family>.<size>", for example "ml.g5.xlarge"',
    );
  });

  it("refuse an unknown family, naming those that are known", () => {
    expect(instanceTypeProblem("ml.x9.large")).to.match(
      /^is "ml\.x9\.large"; SageMaker hosts no family "x9": use one of c4, c5, /,
    );
  });

  it("refuse Inferentia of the first generation, which asynchronous endpoints do not run on", () => {
    expect(instanceTypeProblem("ml.inf1.xlarge")).to.equal(
      'is "ml.inf1.xlarge"; asynchronous endpoints do not run on family "inf1": use another, for example "ml.inf2.xlarge"',
    );
  });
});
