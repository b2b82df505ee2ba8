/**
 * How often a function reads a member of its argument or looks into a set or a map: a measure of its work that no other process
 * on the machine changes.
 */
export function countSteps<Input extends object>(input: Input, run: (input: Input) => unknown): number {
  let steps = 0;
  const watched = new WeakMap<object, object>();
  const watch = <Value>(value: Value): Value => {
    if (typeof value !== 'object' || value === null) return value;
    const known = watched.get(value) ?? new Proxy(value, { get });
    watched.set(value, known);
    return known as Value; // a proxy is used like what it stands for
  };
  const get = (target: object, key: PropertyKey): unknown => {
    steps += 1;
    return watch(Reflect.get(target, key));
  };
  const lookups = [Set.prototype, Map.prototype].map((prototype) => {
    const { has } = prototype;
    prototype.has = function (...key) {
      steps += 1;
      return has.apply(this, key);
    };
    return () => {
      prototype.has = has;
    };
  });
  try {
    run(watch(input));
  } finally {
    for (const restore of lookups) restore();
  }
  return steps;
}
