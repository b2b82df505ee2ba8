/**
 * Whole numbers as equal as possible that add up to `total`. Where there are more parts than hours the parts without any
 * come before the one that gets the next hour, and the last part has an hour whenever there is one.
 */
export function splitEvenly(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, index) => share(total, index + 1, parts) - share(total, index, parts));
}

function share(total: number, part: number, parts: number): number {
  return Math.floor((total * part) / parts);
}

/** Whole numbers in proportion to the weights that add up to `total`, by the largest remainder; ties go to the first. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = add(weights);
  if (sum === 0) return weights.map(() => 0);
  const amounts = weights.map((weight) => Math.floor((total * weight) / sum));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  const raised = new Set(byRemainder.slice(0, total - add(amounts)).map(({ index }) => index));
  return amounts.map((amount, index) => (raised.has(index) ? amount + 1 : amount));
}

/**
 * A table of whole numbers with the given sums of rows and of columns; both must add up to the same. Each row takes from
 * every column in proportion to what the rows before left there, so the columns are used up together.
 */
export function distribute(rowSums: readonly number[], columnSums: readonly number[]): number[][] {
  let left = [...columnSums];
  return rowSums.map((sum) => {
    const row = apportion(sum, left);
    left = left.map((amount, column) => amount - (row[column] ?? 0));
    return row;
  });
}

export function add(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
