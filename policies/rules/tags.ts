import { taggable } from "../resource-types";
import { at, known, mapOf, resourceRule, type Subject, texts } from "../rule";

const required = resourceRule({
  name: "required-tags",
  description:
    "What costs something, or holds something, says by its tags whose it is. A missing tag is filled in where its value is set for the stack, or follows from it.",
  severity: "low",
  level: "remediate",
  remedy: "Tag the resource, or set `values` for the stack.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
  settings: {
    keys: texts(["project", "team", "environment"], "The tags that must be there"),
    values: mapOf<string>("string", "What a missing tag is filled in with, by tag"),
  },
  of: taggable,
  check: (resource, { keys }) => {
    const missing = missingTags(resource, keys);
    return missing.length === 0 ? [] : [`has no tag ${missing.join(", ")}`];
  },
  mend: (resource, { keys, values }) => {
    const all: Readonly<Record<string, string>> = { project: projectOf(resource), ...values };
    const filled = missingTags(resource, keys).flatMap((key) => {
      const value = all[key];
      return value === undefined ? [] : [[key, value] as const];
    });
    if (filled.length === 0) return undefined;
    // The properties are changed where they are: copied, those that are yet unknown could not be read.
    const props = resource.props as Record<string, unknown>;
    props["tags"] = { ...tagsOf(resource), ...Object.fromEntries(filled) };
    return props;
  },
});

/** Rules about tags. */
export const tagRules = [required];

function tagsOf({ props }: Pick<Subject, "props">): object {
  return Object(at(props, "tags") ?? {}) as object;
}

/** The provider's default tags are a resource's tags too. */
function missingTags(resource: Subject, keys: readonly string[]): string[] {
  const defaults = known(() => at(resource.provider?.props, "defaultTags", "tags"), undefined);
  const there = [...Object.keys(tagsOf(resource)), ...Object.keys(Object(defaults) as object)];
  return keys.filter((key) => !there.includes(key));
}

/** The second part of `urn:pulumi:<stack>::<project>::…`. */
function projectOf({ urn }: Pick<Subject, "urn">): string {
  return urn.split("::")[1] ?? "";
}
