/** What happens to one resource. `unchanged`, `created`, `updated`, `replaced` and `deleted` end a step; the others begin or continue it. */
export type ResourceStatus =
  | "creating"
  | "created"
  | "updating"
  | "updated"
  | "replacing"
  | "replaced"
  | "unchanged"
  | "deleting"
  | "deleted";

/** One line of a deployment's progress. */
export type Progress =
  | {
      readonly kind: "resource";
      readonly type: string;
      readonly name: string;
      readonly status: ResourceStatus;
      /** Further detail of a step under way, such as an endpoint's status. */
      readonly detail?: string;
      /** Wall-clock seconds the step took; only where it ended. */
      readonly seconds?: number;
    }
  | { readonly kind: "message"; readonly text: string };

/** Receives progress as it happens. */
export type OnProgress = (progress: Progress) => void;
