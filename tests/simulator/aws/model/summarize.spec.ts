import { expect } from "chai";

import { splitSentences, summarize } from "../../../../simulator/aws/model/summarize";

const harbour = `The old harbour of Lindell closed in 1974, when the last coal ship left its pier.
For thirty years the warehouses stood empty, and weeds grew between the rails of the freight line.
In 2006 the town council bought the harbour and asked the residents what the harbour should become.
A survey of 4,200 residents asked for a swimming beach, cheap workshops and, above all, trees.
Gulls are common there.
The council planted nine hundred trees along the freight line and turned six warehouses into workshops.
Dr. Ilse Maron, who led the project for the council, says that the workshops paid for the trees within eight years.
Today the harbour of Lindell draws more visitors in a summer week than the coal pier saw ships in a year.
A bakery opened.
Other towns with an empty harbour now send their councils to Lindell to study the trees and the workshops.`;

describe("summarize", () => {
  it("answers with sentences of the text, in the order of the text", () => {
    const sentences = splitSentences(harbour);
    const summary = splitSentences(summarize(harbour));

    expect(summary).to.have.lengthOf(3);
    const positions = summary.map((sentence) => sentences.indexOf(sentence));
    expect(positions).to.not.include(-1);
    expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
  });

  it("leaves out sentences that share nothing with the rest", () => {
    expect(summarize(harbour)).to.not.include("Gulls").and.not.include("bakery");
  });

  it("chooses by content: another text has another summary", () => {
    const lines = harbour.split("\n");
    const shorter = lines.filter((line) => !line.includes("trees")).join("\n");
    expect(summarize(shorter)).to.not.equal(summarize(harbour));
  });

  it("keeps to the longest permitted length, but always gives one sentence", () => {
    const words = summarize(harbour, { maxWords: 25 }).split(" ");
    expect(words.length).to.be.within(4, 25);
    expect(summarize(harbour, { maxWords: 1 })).to.have.length.greaterThan(20);
  });

  it("gives a single sentence back as it is", () => {
    expect(summarize("  Only one\nsentence here. ")).to.equal("Only one sentence here.");
  });

  it("answers a text without words with the empty summary", () => {
    expect(summarize(" … \n ---")).to.equal("");
  });

  it("does not end a sentence at a title", () => {
    expect(splitSentences("Dr. Ilse Maron leads it. She said so.")).to.deep.equal([
      "Dr. Ilse Maron leads it.",
      "She said so.",
    ]);
  });

  it("finds sentences and words where the script has no spaces", () => {
    const summary = summarize("港は閉鎖された。町は港を買った。港に木を植えた。猫がいる。");
    expect(summary).to.match(/^.*港.*。$/u);
  });
});
