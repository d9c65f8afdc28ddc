import { type PathSegment } from "./http-binding";
import { type OperationModel, type ServiceModel } from "./service-model";
import { type WireRequest } from "./wire";

/** The operation behind a request, and the values of the labels in its path. */
export interface RestMatch {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

/** Finds the operation of a REST request by method, path, and the query keys and headers that tell operations apart. */
export class RestRouter {
  private readonly byMethod = new Map<string, OperationModel[]>();
  /** Those among them that ask for no query: all that a request without one can mean. */
  private readonly plainByMethod = new Map<string, OperationModel[]>();

  /** @param labelsElsewhere labels that do not stand in the path: S3's `Bucket`, which host or path give beforehand */
  constructor(
    service: ServiceModel,
    private readonly labelsElsewhere: readonly string[] = [],
  ) {
    for (const operation of service.operations.values()) {
      if (operation.http !== undefined) {
        const { method } = operation.http;
        this.byMethod.set(method, [...(this.byMethod.get(method) ?? []), operation]);
      }
    }
    for (const [method, operations] of this.byMethod) {
      operations.sort((a, b) => demands(b) - demands(a));
      this.plainByMethod.set(method, operations.filter(asksForNoQuery));
    }
  }

  /**
   * @param path the percent-encoded path that the labels stand in, without a leading slash
   * @param given labels that are known beforehand
   * @returns undefined when no operation fits
   */
  match(
    request: WireRequest,
    path: string,
    given: Readonly<Record<string, string>> = {},
  ): RestMatch | undefined {
    const candidates = request.query.size === 0 ? this.plainByMethod : this.byMethod;
    for (const operation of candidates.get(request.method) ?? []) {
      const { http } = operation;
      if (
        http === undefined ||
        !this.labelsFit(operation, given) ||
        !queryFits(operation, request)
      ) {
        continue;
      }
      const labels = matchPath(http.segments, path);
      if (labels !== undefined) {
        return { operation, labels: { ...labels, ...given } };
      }
    }
    return undefined;
  }

  private labelsFit(operation: OperationModel, given: Readonly<Record<string, string>>): boolean {
    return this.labelsElsewhere.every(
      (label) => (operation.http?.request.labels.includes(label) ?? false) === label in given,
    );
  }
}

/** How much an operation asks of a request besides its path; the most demanding one that fits wins. */
function demands(operation: OperationModel): number {
  const { http } = operation;
  return http === undefined
    ? 0
    : http.literalQuery.size + http.requiredQueries.length + http.requiredHeaders.length;
}

function asksForNoQuery({ http }: OperationModel): boolean {
  return http === undefined || http.literalQuery.size + http.requiredQueries.length === 0;
}

function queryFits(operation: OperationModel, request: WireRequest): boolean {
  const { http } = operation;
  if (http === undefined) {
    return false;
  }
  for (const [key, value] of http.literalQuery) {
    const given = request.query.get(key)?.[0];
    if (given === undefined || (value !== "" && given !== value)) {
      return false;
    }
  }
  return (
    http.requiredQueries.every((key) => request.query.has(key)) &&
    http.requiredHeaders.every((name) => name in request.headers)
  );
}

function matchPath(
  segments: readonly PathSegment[],
  path: string,
): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  let rest = path;
  for (const segment of segments) {
    if (segment.kind === "label" && segment.greedy) {
      labels[segment.member] = rest;
      return rest === "" ? undefined : labels;
    }
    const slash = rest.indexOf("/");
    const piece = slash === -1 ? rest : rest.slice(0, slash);
    rest = slash === -1 ? "" : rest.slice(slash + 1);
    if (segment.kind === "label") {
      if (piece === "") {
        return undefined;
      }
      labels[segment.member] = piece;
    } else if (piece !== segment.text) {
      return undefined;
    }
  }
  return rest === "" ? labels : undefined;
}
