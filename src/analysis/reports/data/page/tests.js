// Statistics of counts, as base/statistics.py has them.

const Z = 1.959963984540054; // of a 95 % interval

// The ends of the 95 % score interval of a proportion (Wilson 1927).
function wilson(count, total) {
  if (!total) return [0, 1];
  const share = count / total;
  const middle = (share + Z ** 2 / (2 * total)) / (1 + Z ** 2 / total);
  const half = (Z / (1 + Z ** 2 / total)) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  return [count ? middle - half : 0, count < total ? middle + half : 1];
}

const entropy = (x, y) => (x > 0 ? x * Math.log(x / y) : 0);

// G2, NPMI and t-score of a pair: its joint count, the counts of either side, and of all.
function association(joint, left, right, total) {
  const expected = (left * right) / total;
  const cells = [
    [joint, expected],
    [left - joint, (left * (total - right)) / total],
    [right - joint, ((total - left) * right) / total],
    [total - left - right + joint, ((total - left) * (total - right)) / total],
  ];
  const g2 = 2 * cells.reduce((sum, [observed, chance]) => sum + entropy(Math.max(observed, 0), chance), 0);
  const npmi = joint < total ? Math.log(joint / expected) / -Math.log(joint / total) : 1;
  return { g2: Math.max(g2, 0), npmi, t: (joint - expected) / Math.sqrt(joint) };
}

// G2 of two counts in corpora of these sizes (Rayson and Garside 2000).
function logLikelihood(ours, theirs, size, total) {
  const both = (ours + theirs) / (size + total);
  return Math.max(2 * (entropy(ours, size * both) + entropy(theirs, total * both)), 0);
}

// z of a proportion in a part against that in the rest (two-sample, pooled).
function zScore(count, size, rest, restSize) {
  const pooled = (count + rest) / (size + restSize);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / size + 1 / restSize));
  return error ? (count / size - rest / restSize) / error : 0;
}

// p of a chi-square value with one degree of freedom: the error function by its series, its tail by its continued
// fraction (Abramowitz and Stegun 1964, 7.1.5 and 7.1.14).
function chance(g2) {
  const x = Math.sqrt(g2 / 2);
  if (x < 2) {
    let [term, total] = [x, x];
    for (let n = 1; n < 40; n++) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * total;
  }
  let tail = 0;
  for (let n = 60; n > 0; n--) tail = n / 2 / (x + tail);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + tail));
}

// p-values after Benjamini and Hochberg (1995), in the order given; of `looked` tests, those not given being 1.
function adjusted(chances, looked = chances.length) {
  const order = chances.map((_, place) => place).sort((one, other) => chances[other] - chances[one]);
  const found = new Array(chances.length);
  let least = 1;
  order.forEach((place, rank) => {
    least = Math.min(least, (chances[place] * looked) / (chances.length - rank));
    found[place] = least;
  });
  return found;
}
