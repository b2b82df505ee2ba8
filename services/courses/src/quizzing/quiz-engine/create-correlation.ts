/** What sums of binary fractions leave of no variance at all. */
const noVariance = 1e-12;

/** Creates a correlation of Pearson that pairs are added to one by one, by the update of means of Welford. */
export function createCorrelation() {
  let [count, meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0, 0];

  function add(x: number, y: number): void {
    count += 1;
    const [fromMeanX, fromMeanY] = [x - meanX, y - meanY];
    meanX += fromMeanX / count;
    meanY += fromMeanY / count;
    squaresX += fromMeanX * (x - meanX);
    squaresY += fromMeanY * (y - meanY);
    products += fromMeanX * (y - meanY);
  }

  /** From −1 to 1; null where one side does not vary. */
  function coefficient(): number | null {
    if (Math.min(squaresX, squaresY) <= noVariance * count) return null;
    return Math.max(-1, Math.min(1, products / Math.sqrt(squaresX * squaresY)));
  }

  return { add, coefficient };
}
