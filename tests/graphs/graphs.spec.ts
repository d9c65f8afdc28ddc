import { expect } from "chai";

import { settingKeys } from "../../settings/schema";
import { graphSources } from "./graph-sources";

/** What a graph names as another resource's, as `type|name`. */
const references = /@@([^@|]+\|[^@|]+)\|[^@|]+@@/g;

describe("the graph of resources, with references in place of what only AWS can tell", function () {
  this.timeout(60_000);

  for (const { name, graph } of graphSources) {
    it(`of ${name} is accepted, and refers to its own resources alone`, async () => {
      const { resources } = await graph();
      const own = resources.map((resource) => `${resource.type}|${resource.name}`);
      const named = JSON.stringify(resources.map(({ inputs }) => inputs)).matchAll(references);
      expect(own).to.include.members([...named].map(([, resource]) => resource));
      expect(own.filter((each) => each.startsWith("aws:sagemaker/endpoint:"))).to.have.length(1);
    });
  }

  it("is that of every setting there is", async () => {
    const set = await Promise.all(graphSources.map(({ settingsInUse }) => settingsInUse()));
    expect([...new Set(set.flat())]).to.have.members(settingKeys);
  });
});
