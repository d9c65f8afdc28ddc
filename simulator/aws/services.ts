import { type ServiceDefinition } from "./service";

/** Every service that the local AWS offers. */
export const services: readonly ServiceDefinition[] = [];
