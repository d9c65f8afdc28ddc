"use strict";

const { readFileSync } = require("node:fs");

const { partsOf } = require("./s3-location.cjs");

const engine = "sagemaker-async";
const configKeys = ["region", "endpointUrl", "inputLocation", "run"];
const sourceKeys = ["text", "json", "file", "inputLocation"];
const invokeKeys = [
  ...sourceKeys,
  ...["contentType", "inline", "as", "wait", "requestTtlSeconds", "invocationTimeoutSeconds"],
];
const waitDefaults = { pollSeconds: 1, timeoutSeconds: 3600 };

/**
 * What `config.engines.sagemaker-async` says.
 *
 * @throws when it cannot be used, naming the key, what was given and what may be
 */
function readConfig({ target, engines = {} }) {
  const config = engines[engine] ?? {};
  const place = `config.engines.${engine}`;
  if (typeof target !== "string" || target === "") {
    throw new Error(`\`config.target\` is ${shown(target)}; it must be the endpoint's name`);
  }
  refuseUnknown(config, configKeys, place);
  const { region = process.env.AWS_REGION, endpointUrl, inputLocation, run } = config;
  if (typeof region !== "string") {
    throw new Error(
      `\`${place}.region\` is ${shown(region)}; it must be the endpoint's region, such as us-east-1: give it, or set AWS_REGION`,
    );
  }
  if (endpointUrl !== undefined && !URL.canParse(endpointUrl)) {
    throw new Error(
      `\`${place}.endpointUrl\` is ${shown(endpointUrl)}; it must be a URL such as http://127.0.0.1:4566, or be left out for AWS`,
    );
  }
  if (inputLocation !== undefined && partsOf(inputLocation) === undefined) {
    throw new Error(
      `\`${place}.inputLocation\` is ${shown(inputLocation)}; it must be of the form s3://bucket/prefix`,
    );
  }
  return { region, endpointUrl, inputLocation, run };
}

/**
 * What an `invoke` action says, with its defaults.
 *
 * @throws when it cannot be used
 */
function readInvoke(action, config) {
  refuseUnknown(action, invokeKeys, "invoke");
  const sources = sourceKeys.filter((key) => action[key] !== undefined);
  if (sources.length !== 1) {
    throw new Error(
      `\`invoke\` has ${sources.length === 0 ? "no input" : `${sources.join(" and ")} for input`}; ` +
        `give exactly one of ${sourceKeys.join(", ")}`,
    );
  }
  const { inline = false, contentType = defaultContentType(sources[0]) } = action;
  if (inline && action.inputLocation !== undefined) {
    throw new Error(
      "`invoke.inline` is true, but `invoke.inputLocation` is in S3: give one of them",
    );
  }
  if (!inline && action.inputLocation === undefined && config.inputLocation === undefined) {
    throw new Error(
      `\`invoke\` puts its input into S3, and \`config.engines.${engine}.inputLocation\` does not say where: ` +
        "give it (s3://bucket/prefix), or `inline: true` for inputs of up to 128,000 bytes",
    );
  }
  return { ...action, inline, contentType, wait: readWait(action.wait), read: readerOf(action) };
}

function readWait(wait) {
  if (wait === undefined || wait === false) return undefined;
  const given = wait === true ? {} : wait;
  refuseUnknown(given, Object.keys(waitDefaults), "invoke.wait");
  const read = { ...waitDefaults, ...given };
  for (const key of Object.keys(waitDefaults)) {
    if (!(typeof read[key] === "number" && read[key] > 0)) {
      throw new Error(
        `\`invoke.wait.${key}\` is ${shown(read[key])}; it must be a number of seconds above 0`,
      );
    }
  }
  return read;
}

/** Makes the input of an invocation; a file is read once. */
function readerOf({ text, json, file }) {
  if (text !== undefined) return (template) => String(template(text));
  if (json !== undefined) return (template) => JSON.stringify(template(json));
  if (file === undefined) return undefined;
  const content = readFileSync(file);
  return () => content;
}

function defaultContentType(source) {
  return { text: "text/plain", json: "application/json" }[source] ?? "application/octet-stream";
}

function refuseUnknown(given, allowed, place) {
  const unknown = Object.keys(given).filter((key) => !allowed.includes(key));
  if (unknown.length > 0) {
    throw new Error(`\`${place}\` has ${unknown.join(", ")}; it may have ${allowed.join(", ")}`);
  }
}

function shown(value) {
  return value === undefined ? "not given" : JSON.stringify(value);
}

module.exports = { readConfig, readInvoke };
