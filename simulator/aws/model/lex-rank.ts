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
  const similarity = cosineSimilarities(weightedVectors(sentences));
  return stationaryDistribution(similarity, sentences.length);
}

type Vector = ReadonlyMap<string, number>;

function weightedVectors(sentences: readonly (readonly string[])[]): Vector[] {
  const counts = sentences.map((words) => {
    const count = new Map<string, number>();
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1);
    return count;
  });
  const sentencesWith = new Map<string, number>();
  for (const count of counts) {
    for (const word of count.keys()) sentencesWith.set(word, (sentencesWith.get(word) ?? 0) + 1);
  }
  return counts.map((count) => {
    const vector = new Map<string, number>();
    let squares = 0;
    for (const [word, times] of count) {
      const weight = times * Math.log(1 + sentences.length / (sentencesWith.get(word) ?? 1));
      vector.set(word, weight);
      squares += weight * weight;
    }
    const norm = Math.sqrt(squares);
    for (const [word, weight] of vector) vector.set(word, weight / norm);
    return vector;
  });
}

/** Row-major matrix of cosines, each row scaled to add up to 1 (a row of zeros becomes uniform). */
function cosineSimilarities(vectors: readonly Vector[]): Float64Array {
  const size = vectors.length;
  const matrix = new Float64Array(size * size);
  vectors.forEach((left, row) => {
    for (let column = row + 1; column < size; column++) {
      const cosine = dotProduct(left, vectors[column] ?? left);
      matrix[row * size + column] = cosine;
      matrix[column * size + row] = cosine;
    }
  });
  for (let row = 0; row < size; row++) {
    const cells = matrix.subarray(row * size, (row + 1) * size);
    const total = cells.reduce((sum, cell) => sum + cell, 0);
    if (total === 0) cells.fill(1 / size);
    else cells.forEach((cell, column) => (cells[column] = cell / total));
  }
  return matrix;
}

function dotProduct(left: Vector, right: Vector): number {
  const [short, long] = left.size < right.size ? [left, right] : [right, left];
  let product = 0;
  for (const [word, weight] of short) product += weight * (long.get(word) ?? 0);
  return product;
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
