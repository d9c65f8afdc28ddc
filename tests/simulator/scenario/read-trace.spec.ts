import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomSource } from "../../../simulator/engine/random-streams";
import { arrivalSeconds } from "../../../simulator/scenario/arrivals";
import { loadScenario } from "../../../simulator/scenario/load-scenario";
import { readTrace } from "../../../simulator/scenario/read-trace";

const azureFunctions = (rows: string): string =>
  `HashOwner,HashApp,HashFunction,Trigger,1,2,3\n${rows}`;

describe("a trace", () => {
  for (const [name, text, seconds] of [
    [
      "Azure LLM inference",
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 23:59:59.5000000,4808,10\n2023-11-17 00:00:01.7500000,3,8",
      [0, 2.25],
    ],
    [
      "Azure LLM inference with a zone and images",
      "TIMESTAMP,NumImages,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.250000+00:00,1,4808,10\n2024-05-10 00:00:01+00:00,0,3,8\n",
      [0, 0.75],
    ],
    [
      "Azure Functions 2021, by the start of the work",
      "app,func,end_timestamp,duration\na,f,100.5,0.5\na,g,101,8\nb,f,101.25,0.25\n",
      [0, 7, 8],
    ],
    [
      "BurstGPT",
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,1,2,3,API log\n",
      [0, 40],
    ],
    [
      "BurstGPT with sessions",
      "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n5.5,1,2,ChatGPT,472,18,490,Conversation log\n6,1,2,GPT-4,1,2,3,API log\n",
      [0, 0.5],
    ],
    [
      "Alibaba GenTD26",
      "gmt_create,predict_type,predict_status,exec_time_seconds\n2024-11-15 16:57:51,TXT_2_IMG,SUCCEED,32.0\n2024-11-15 16:57:50,TXT_2_IMG,FAILED,3.0\n",
      [0, 1],
    ],
    [
      "Mooncake",
      '{"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47]}\n{"timestamp": 30535, "input_length": 1, "output_length": 26, "hash_ids": []}\n',
      [0, 3.053],
    ],
    [
      "Vidur",
      "arrived_at,num_prefill_tokens,num_decode_tokens\n0.0,374,44\n4.314579,396,109\n",
      [0, 4.314579],
    ],
    ["one's own seconds, from 0", "user,Seconds\na,1.5\nb,3\n", [1.5, 3]],
    [
      "one's own times of day",
      "timestamp\n2026-11-26T09:00:00Z\n2026-11-26T10:00:00+01:00\n",
      [0, 0],
    ],
    ["one's own JSON lines", '{"seconds": 1.5}\r\n\r\n{"seconds": 2, "user": "a"}', [1.5, 2]],
    [
      "one's own JSON lines of times of day",
      '{"timestamp": "2026-11-26T09:00:00Z"}\n{"timestamp": "2026-11-26T09:00:00.125Z"}',
      [0, 0.125],
    ],
  ] as const) {
    it(`is recognised as ${name}`, () => {
      const read = readTrace([text]);
      expect(read.seconds.map((second) => Number(second.toFixed(6)))).to.deep.equal(seconds);
      expect(read.counts).to.deep.equal([]);
    });
  }

  for (const [name, text, counts, periodSeconds] of [
    [
      "Azure Functions 2019, added up over the functions",
      azureFunctions("o,a,f,http,1,0,2\no,a,g,timer,0,0,5\n"),
      [1, 0, 7],
      60,
    ],
    ["a line of rates", "3 0.5 10\n2", [3, 0.5, 10, 2], 1],
    ["one's own rates", "requestsPerSecond\n3\n0\n", [3, 0], 1],
    ["one's own counts of minutes", "day,requestsPerMinute\n1,30\n", [30], 60],
  ] as const) {
    it(`is recognised as ${name}`, () => {
      expect(readTrace([text])).to.deep.equal({ seconds: [], counts, periodSeconds });
    });
  }

  it("may be cut anywhere", () => {
    const text = '\ufeffseconds,note\r\n1,"a, b"\r\n2,é\r\n\r\n3,';
    for (let at = 0; at <= text.length; at++) {
      const { seconds } = readTrace([text.slice(0, at), text.slice(at)]);
      expect(seconds, `cut at ${at}`).to.deep.equal([1, 2, 3]);
    }
    expect(readTrace([..."10 2 30"]).counts).to.deep.equal([10, 2, 30]);
  });

  it("is read a block at a time", () => {
    let given = 0;
    let most = 0;
    function* blocks(): Generator<string> {
      yield "seconds\n";
      for (; given < 5000; given++) {
        // What was given before has been let go when a row that it held is refused.
        yield `${given}\n`;
        most = given;
        if (given === 4000) yield "x\n";
      }
    }
    expect(() => readTrace(blocks())).to.throw('its row 4002 has the time "x"; correct it');
    expect(most).to.equal(4000);
  });

  for (const [what, text, message] of [
    [
      "a header of nothing known",
      "when,tokens\n1,2\n",
      "its header has when, tokens; it must have a column `TIMESTAMP` (a time of day), `seconds`, `requestsPerSecond` or " +
        "`requestsPerMinute`, or be as published of Azure LLM inference, Azure Functions 2021, Azure Functions 2019, BurstGPT, " +
        "Alibaba GenTD26, Mooncake, Vidur",
    ],
    [
      "unknown keys",
      '{"at": 1}\n',
      "its line 1 has at; each line must have `seconds`, a `timestamp` (a time of day), or the keys of Mooncake",
    ],
    [
      "a line that is not JSON",
      '{"seconds": 1}\n{"seconds": }\n',
      'its line 2 is not JSON: column 13 has "}"; write one object a line',
    ],
    [
      "a line that is no object",
      '{"seconds": 1}\n[2]\n',
      "its line 2 is [2]; write one object a line",
    ],
    [
      "a line without its time",
      '{"seconds": 1}\n\n{"at": 2}\n',
      'its line 3 has the time ""; correct it',
    ],
    [
      "an end without a duration",
      "app,func,end_timestamp,duration\na,f,12,\n",
      'its row 1 has the time "12", ""; correct it',
    ],
    [
      "a number in place of a time of day",
      "timestamp\n12\n",
      'its row 1 has the time "12"; correct it',
    ],
    [
      "a count below 0",
      azureFunctions("o,a,f,http,1,-1,2\n"),
      'its row 1 in column `2` is "-1"; it must be a number of requests of at least 0',
    ],
    [
      "a rate that is no number",
      "1 2\n3 1e\n",
      'its number 4 is "1e"; it must be a number of requests of at least 0',
    ],
    [
      "a quote that does not end",
      'seconds\n1\n2\n"3\n',
      "its line 4 is not CSV (Quote Not Closed: the parsing is finished with an opening quote); correct it",
    ],
    [
      "compressed content",
      "\u001f\ufffd\b\0",
      "it is compressed; unpack it with gunzip, and name the file that comes out",
    ],
    [
      "a pointer of Git LFS",
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 52283111\n",
      "it is a pointer of Git LFS and not the trace; fetch it with `git lfs pull`",
    ],
    [
      "text in UTF-16",
      "s\0e\0c\0o\0n\0d\0s\0",
      "it is not text in UTF-8; write it as CSV or JSONL in UTF-8",
    ],
  ] as const) {
    it(`is refused with ${what}`, () => {
      expect(() => readTrace([text])).to.throw(Error, message);
    });
  }
});

describe("a trace of counts", () => {
  const counts = { kind: "trace", file: "", seconds: [], counts: [2, 0, 3], periodSeconds: 60 };
  const times = (change: object): number[] => [
    ...arrivalSeconds(
      { ...counts, kind: "trace", timeScale: 1, rateScale: 1, ...change },
      randomSource(3, "arrivals"),
    ),
  ];
  const inEach = (seconds: readonly number[], periodSeconds: number): number[] =>
    [0, 1, 2].map(
      (period) => seconds.filter((second) => Math.floor(second / periodSeconds) === period).length,
    );

  it("has its requests somewhere in their period, in order", () => {
    const seconds = times({});
    expect(inEach(seconds, 60)).to.deep.equal([2, 0, 3]);
    expect(seconds).to.deep.equal([...seconds].sort((a, b) => a - b));
  });

  it("is scaled in time and in rate", () => {
    expect(inEach(times({ timeScale: 0.5, rateScale: 2 }), 30)).to.deep.equal([4, 0, 6]);
  });

  it("spreads a period's requests evenly over it", () => {
    const seconds = times({ counts: [20_000], periodSeconds: 1 });
    const mean = seconds.reduce((sum, second) => sum + second, 0) / seconds.length;
    const variance = seconds.reduce((sum, second) => sum + (second - mean) ** 2, 0) / 20_000;
    // Mean 1/2 and variance 1/12 of the uniform distribution, within five standard errors.
    expect(mean).to.be.closeTo(0.5, 5 * Math.sqrt(1 / 12 / 20_000));
    expect(variance).to.be.closeTo(1 / 12, 5 * Math.sqrt(1 / 180 / 20_000));
  });

  it("keeps rates below one request on average", () => {
    const seconds = times({ counts: Array.from({ length: 10_000 }, () => 0.3), periodSeconds: 1 });
    expect(seconds.length).to.be.closeTo(3000, 5 * Math.sqrt(10_000 * 0.3 * 0.7));
  });
});

describe("a trace in a file", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "trace-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("is read beside its scenario, however many blocks it has", () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => `${index},été ${index}`);
    writeFileSync(join(folder, "trace.csv"), `seconds,note\n${rows.join("\n")}`);
    const scenario = {
      workload: { arrivals: { kind: "trace", file: "trace.csv", rateScale: 0.5 } },
    };
    writeFileSync(join(folder, "scenario.json"), JSON.stringify(scenario));
    const { arrivals } = loadScenario(join(folder, "scenario.json")).workload;
    if (arrivals.kind !== "trace") throw new Error("it is no trace");
    expect(arrivals.seconds).to.deep.equal(rows.map((_, index) => index));
    expect(arrivals).to.include({ timeScale: 1, rateScale: 0.5 });
  });
});
