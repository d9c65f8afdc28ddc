import { expect } from "chai";

import { embeddedJson, html, trustedMarkup } from "../../../load/report/html";

describe("html", () => {
  it("escapes what stands in a placeholder", () => {
    const value = `<b title="x" id='y'>&`;
    expect(html`<p title="${value}">${value}</p>`.text).to.equal(
      `<p title="&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;">&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;</p>`,
    );
  });

  it("leaves markup as it is, joins lists and drops what is absent", () => {
    const items = ["a", "<"].map((item) => html`<i>${item}</i>`);
    expect(html`${items}${null}${undefined}${false}${0}${trustedMarkup("<br>")}`.text).to.equal(
      "<i>a</i><i>&lt;</i>0<br>",
    );
  });
});

describe("embeddedJson", () => {
  it("cannot end the block that holds it, and reads back the same", () => {
    const value = { text: "</script><!--\u2028\u2029" };
    const { text } = embeddedJson(value);
    expect(text).not.to.match(/[<\u2028\u2029]/);
    expect(JSON.parse(text)).to.deep.equal(value);
  });
});
