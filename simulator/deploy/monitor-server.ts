import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type ReadResourceRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { messageOf } from "./errors";
import { type Monitor } from "./monitor";
import { type Properties } from "./property-values";

/** A monitor on a loopback port, for the program's process to connect to. */
export interface MonitorServer {
  /** host:port. */
  readonly address: string;
  close(): void;
}

const FEATURES = ["secrets", "resourceReferences", "aliasSpecs", "deletedWith"];
// Assets travel as paths and hashes, but dashboards and policies can be long texts.
const LARGEST_MESSAGE_BYTES = 100 * 1024 * 1024;

/** Serves Pulumi's two gRPC interfaces that a program speaks: the resource monitor and the engine's log. */
export async function serveMonitor(monitor: Monitor): Promise<MonitorServer> {
  const server = new Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE_BYTES });
  server.addService(ResourceMonitorService, monitorService(monitor));
  server.addService(EngineService, engineService(monitor));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

function monitorService(monitor: Monitor): UntypedServiceImplementation {
  return {
    supportsFeature: unary<SupportsFeatureRequest, SupportsFeatureResponse>((request) =>
      new SupportsFeatureResponse().setHassupport(FEATURES.includes(request.getId())),
    ),
    registerResource: unary<RegisterResourceRequest, RegisterResourceResponse>(async (request) => {
      const { urn, id, properties } = await monitor.registerResource(request);
      return new RegisterResourceResponse().setUrn(urn).setId(id).setObject(struct(properties));
    }),
    registerResourceOutputs: unary<RegisterResourceOutputsRequest, Empty>((request) => {
      monitor.registerOutputs(request.getUrn(), request.getOutputs()?.toJavaScript() ?? {});
      return new Empty();
    }),
    invoke: unary<ResourceInvokeRequest, InvokeResponse>(async (request) => {
      const args = (request.getArgs()?.toJavaScript() ?? {}) as Properties;
      const result = await monitor.invoke(request.getTok(), args, request.getProvider());
      return new InvokeResponse().setReturn(struct(result));
    }),
    call: unary<ResourceCallRequest, never>((request) =>
      monitor.refuse(`call the method ${request.getTok()}`),
    ),
    readResource: unary<ReadResourceRequest, never>((request) =>
      monitor.refuse(`read the existing ${request.getType()} (${request.getName()})`),
    ),
    registerPackage: unary<unknown, never>(() => monitor.refuse("use parameterized packages")),
    registerStackTransform: unary<unknown, never>(() => monitor.refuse("apply stack transforms")),
    registerStackInvokeTransform: unary<unknown, never>(() =>
      monitor.refuse("apply invoke transforms"),
    ),
    registerResourceHook: unary<unknown, never>(() => monitor.refuse("run resource hooks")),
    registerErrorHook: unary<unknown, never>(() => monitor.refuse("run error hooks")),
    signalAndWaitForShutdown: unary<Empty, Empty>(() => new Empty()),
    getDeploymentInfo: unary<unknown, never>(() => monitor.refuse("describe its deployment")),
  };
}

function engineService(monitor: Monitor): UntypedServiceImplementation {
  return {
    log: unary<LogRequest, Empty>((request) => {
      if (request.getSeverity() !== LogSeverity.DEBUG) monitor.log(request.getMessage());
      return new Empty();
    }),
    getRootResource: unary<unknown, GetRootResourceResponse>(() => new GetRootResourceResponse()),
    setRootResource: unary<unknown, SetRootResourceResponse>(() => new SetRootResourceResponse()),
    startDebugging: unary<Empty, Empty>(() => new Empty()),
    requirePulumiVersion: unary<unknown, never>(() => monitor.refuse("check the CLI's version")),
  };
}

function unary<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: status.UNKNOWN, details: messageOf(error) }),
      );
  };
}

function struct(properties: Properties): Struct {
  // Struct refuses `undefined`, which JSON leaves out.
  const plain = JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>;
  return Struct.fromJavaScript(plain);
}
