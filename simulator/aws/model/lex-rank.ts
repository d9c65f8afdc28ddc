const dampingFactor = 0.85;
const convergence = 1e-4;
const maxIterations = 50;

/**
 * Scores sentences by LexRank: the sentences that are most like all the others stand for the text. Each sentence is a
 * tf-idf vector, two sentences are linked by the cosine of theirs, and the score is the stationary distribution of a
 * random walk over the links.
 *
 * Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", JAIR 22 (2004),
 * continuous variant, https://doi.org/10.1613/jair.1523
 *
 * @param sentences Each sentence as its words, already in one case.
 * @returns One score a sentence, in the order given; they add up to 1.
 */
export function lexRank(sentences: readonly (readonly string[])[]): Float64Array {
  const similarity = cosineSimilarities(sentences);
  return stationaryDistribution(similarity, sentences.length);
}

/** The sentences that a word is in, with its weight in each: its share of the sentence's unit vector. */
interface Postings {
  readonly sentences: number[];
  readonly weights: number[];
}

/** Row-major matrix of cosines, each row scaled to add up to 1 (a row of zeros becomes uniform). */
function cosineSimilarities(sentences: readonly (readonly string[])[]): Float64Array {
  const size = sentences.length;
  const matrix = new Float64Array(size * size);
  for (const { sentences: rows, weights } of unitVectors(sentences)) {
    rows.forEach((row, index) => {
      for (let other = index + 1; other < rows.length; other++) {
        const column = rows[other] ?? row;
        const product = (weights[index] ?? 0) * (weights[other] ?? 0);
        matrix[row * size + column] = (matrix[row * size + column] ?? 0) + product;
        matrix[column * size + row] = (matrix[column * size + row] ?? 0) + product;
      }
    });
  }
  for (let row = 0; row < size; row++) {
    const cells = matrix.subarray(row * size, (row + 1) * size);
    const total = cells.reduce((sum, cell) => sum + cell, 0);
    if (total === 0) cells.fill(1 / size);
    else cells.forEach((cell, column) => (cells[column] = cell / total));
  }
  return matrix;
}

/** The sentences' tf-idf vectors, scaled to length 1 and turned round: by word, not by sentence. */
function unitVectors(sentences: readonly (readonly string[])[]): Postings[] {
  const byWord = new Map<string, Postings>();
  sentences.forEach((words, row) => {
    for (const word of words) {
      let postings = byWord.get(word);
      if (postings === undefined) byWord.set(word, (postings = { sentences: [], weights: [] }));
      const last = postings.sentences.length - 1;
      if (postings.sentences[last] === row) {
        postings.weights[last] = (postings.weights[last] ?? 0) + 1;
      } else {
        postings.sentences.push(row);
        postings.weights.push(1);
      }
    }
  });
  const squares = new Float64Array(sentences.length);
  const all = [...byWord.values()];
  for (const { sentences: rows, weights } of all) {
    const rarity = Math.log(1 + sentences.length / rows.length);
    rows.forEach((row, index) => {
      const weight = (weights[index] ?? 0) * rarity;
      weights[index] = weight;
      squares[row] = (squares[row] ?? 0) + weight * weight;
    });
  }
  for (const { sentences: rows, weights } of all) {
    rows.forEach(
      (row, index) => (weights[index] = (weights[index] ?? 0) / Math.sqrt(squares[row] ?? 1)),
    );
  }
  return all;
}

function stationaryDistribution(matrix: Float64Array, size: number): Float64Array {
  let scores = new Float64Array(size).fill(1 / size);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const next = new Float64Array(size).fill((1 - dampingFactor) / size);
    scores.forEach((score, row) => {
      for (let column = 0; column < size; column++) {
        next[column] =
          (next[column] ?? 0) + dampingFactor * score * (matrix[row * size + column] ?? 0);
      }
    });
    const change = next.reduce(
      (sum, score, index) => sum + Math.abs(score - (scores[index] ?? 0)),
      0,
    );
    scores = next;
    if (change < convergence) break;
  }
  return scores;
}
