"use strict";

const { threadId } = require("node:worker_threads");

const { InvokeEndpointAsyncCommand } = require("@aws-sdk/client-sagemaker-runtime");
const { PutObjectCommand } = require("@aws-sdk/client-s3");

const { createClients } = require("./clients.cjs");
const { readConfig, readInvoke } = require("./read-script.cjs");
const { waitForResult } = require("./results.cjs");
const { locationOf, partsOf } = require("./s3-location.cjs");

/** Invocations of this worker, by run: engines of the same worker go on counting, so that no id comes twice. */
const invocations = new Map();

/**
 * Artillery's engine for asynchronous inference. `config.target` is the endpoint's name, and `invoke` the action.
 *
 * Artillery makes one for each worker, and calls `createScenario` for each scenario of the script:
 * https://www.artillery.io/blog/extend-artillery-by-creating-your-own-engines
 */
class SageMakerAsyncEngine {
  /**
   * @param script the script, with its `config`
   * @param _events events of the whole test; what a scenario does is told to its own
   * @param helpers Artillery's own helpers: templates, pauses, loops
   * @throws when the script's config cannot be used
   */
  constructor(script, _events, helpers) {
    this.script = script;
    this.helpers = helpers;
    this.config = readConfig(script.config);
    this.clients = createClients(this.config);
  }

  /**
   * @param scenario a scenario of the script, with its `flow`
   * @param events told what the scenario's virtual users do: `started`, `counter`, `histogram`, `error`
   * @returns runs a virtual user from its context to its end
   * @throws when an action of the flow cannot be used
   */
  createScenario(scenario, events) {
    const steps = (scenario.flow ?? []).map((action) => this.step(action, events));
    return (initialContext, callback) => {
      events.emit("started");
      runSteps(steps, initialContext).then(
        (context) => callback(null, context),
        (error) => callback(error, initialContext),
      );
    };
  }

  /** A step in Artillery's own form, which its helpers take and give. */
  step(action, events) {
    const { config } = this.script;
    if (action.invoke !== undefined) {
      const invoke = readInvoke(action.invoke, this.config);
      return (context, callback) => {
        this.invoke(invoke, context, events).then(
          () => callback(null, context),
          (error) => callback(error, context),
        );
      };
    }
    if (action.loop !== undefined) {
      const steps = action.loop.map((each) => this.step(each, events));
      return this.helpers.createLoopWithCount(action.count ?? -1, steps, {
        loopValue: action.loopValue,
        overValues: action.over,
        whileTrue: config.processor?.[action.whileTrue],
      });
    }
    if (action.think !== undefined) {
      return this.helpers.createThink(action, config.defaults?.think ?? {});
    }
    if (action.function !== undefined) {
      const called = config.processor?.[action.function];
      if (typeof called !== "function") {
        throw new Error(
          `\`function\` is ${JSON.stringify(action.function)}, which \`config.processor\` does not export: export it there`,
        );
      }
      return (context, callback) => called(context, events, (error) => callback(error, context));
    }
    if (action.log !== undefined) {
      return (context, callback) => {
        console.log(this.helpers.template(action.log, context));
        callback(null, context);
      };
    }
    throw new Error(
      `The action ${JSON.stringify(Object.keys(action))} is none of engine sagemaker-async: ` +
        "give `invoke`, `think`, `loop`, `function` or `log`",
    );
  }

  async invoke(action, context, events) {
    const template = (value) => this.helpers.template(value, context);
    const run = template(this.config.run) ?? context.vars.$testId ?? "artillery";
    const inferenceId = nextInferenceId(run);
    const began = performance.now();
    const told = {
      count: (name) => events.emit("counter", `sagemaker_async.${name}`, 1),
      time: (name) =>
        events.emit("histogram", `sagemaker_async.${name}`, performance.now() - began),
    };
    try {
      told.count("requests");
      const accepted = await this.send(action, inferenceId, template);
      told.count("accepted");
      told.time("submit_time");
      if (action.as !== undefined) context.vars[action.as] = accepted;
      if (action.wait === undefined) return;
      const result = await waitForResult(this.clients.s3, accepted, action.wait);
      told.count("completed");
      told.time("result_time");
      if (action.as !== undefined) context.vars[action.as] = { ...accepted, ...result };
    } catch (error) {
      if (error.name === "ResultFailed") told.count("failed");
      events.emit("error", error.name);
      throw error;
    }
  }

  /** Puts the input into S3, unless it goes in the request or is there already, and invokes the endpoint. */
  async send(action, inferenceId, template) {
    const body = action.read?.(template);
    const inputLocation =
      template(action.inputLocation) ?? (await this.upload(action, body, inferenceId));
    const answer = await this.clients.runtime.send(
      new InvokeEndpointAsyncCommand({
        EndpointName: template(this.script.config.target),
        InferenceId: inferenceId,
        ContentType: action.contentType,
        ...(inputLocation === undefined ? { Body: body } : { InputLocation: inputLocation }),
        RequestTTLSeconds: action.requestTtlSeconds,
        InvocationTimeoutSeconds: action.invocationTimeoutSeconds,
      }),
    );
    return {
      inferenceId,
      inputLocation: inputLocation ?? null,
      outputLocation: answer.OutputLocation ?? null,
      failureLocation: answer.FailureLocation ?? null,
    };
  }

  async upload({ contentType, inline }, body, inferenceId) {
    if (inline) return undefined;
    const { bucket, key } = partsOf(this.config.inputLocation);
    const input = { bucket, key: [key, inferenceId].filter((part) => part !== "").join("/") };
    await this.clients.s3.send(
      new PutObjectCommand({
        Bucket: input.bucket,
        Key: input.key,
        Body: body,
        ContentType: contentType,
      }),
    );
    return locationOf(input);
  }
}

async function runSteps(steps, initialContext) {
  let context = initialContext;
  for (const step of steps) {
    context = await new Promise((resolve, reject) => {
      step(context, (error, next) => (error ? reject(error) : resolve(next ?? context)));
    });
  }
  return context;
}

/**
 * The same run gives the same ids, however often it is repeated: `<run>.<worker>.<index>`. Artillery's local workers are
 * threads; those on Fargate have a name of their own.
 */
function nextInferenceId(run) {
  const index = invocations.get(run) ?? 0;
  invocations.set(run, index + 1);
  const worker = [process.env.WORKER_ID, threadId].filter((part) => part !== undefined).join("-");
  return `${run}.${worker}.${index}`;
}

module.exports = SageMakerAsyncEngine;
