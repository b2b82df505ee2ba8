/** `course-plan` → `CoursePlan` */
export function pascalCase(kebab: string): string {
  return kebab.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** `course-plan` → `coursePlan` */
export function camelCase(kebab: string): string {
  return kebab.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** `course-plan` → `course_plan` */
export function snakeCase(kebab: string): string {
  return kebab.replaceAll('-', '_');
}

/** Two or more letters or digits in each part: `certificates`, `program-generation`. */
export function isKebabCase(name: string): boolean {
  return /^[a-z][a-z0-9]+(-[a-z0-9]{2,})*$/.test(name);
}

/** `certificates` → `certificate`; a name in the singular stays. */
export function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  if (/(ss|sh|ch|x)es$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|sh|ch|x)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
