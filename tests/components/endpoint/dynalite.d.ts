declare module "dynalite" {
  import { type Server } from "node:http";

  /** A DynamoDB API on a store in memory. */
  export default function dynalite(options?: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
  }): Server;
}
