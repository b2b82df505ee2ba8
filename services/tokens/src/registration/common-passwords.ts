const commonWords = [
  ...[
    'password',
    'passw0rd',
    'passwort',
    'parole',
    'secret',
    'admin',
    'administrator',
    'root',
    'user',
    'username',
    'guest',
    'test',
  ],
  ...[
    'login',
    'welcome',
    'letmein',
    'changeme',
    'default',
    'master',
    'access',
    'hello',
    'iloveyou',
    'love',
    'princess',
    'sunshine',
  ],
  ...['monkey', 'dragon', 'shadow', 'football', 'baseball', 'superman', 'batman', 'michael', 'jennifer', 'jordan', 'ashley'],
  ...['charlie', 'daniel', 'trustno1', 'starwars', 'computer', 'internet', 'samsung', 'google', 'whatever', 'freedom', 'flower'],
  ...[
    'school',
    'student',
    'teacher',
    'correcthorsebatterystaple',
    'thequickbrownfoxjumpsoverthelazydog',
    'qwe',
    'asd',
    'zxc',
    'abc',
  ],
  ...['lyceum', '123', '321', '777', '007'],
  ...['пароль', 'секрет', 'админ', 'администратор', 'привет', 'любовь', 'солнышко', 'наташа', 'марина', 'максим', 'андрей'],
  ...['школа', 'ученик', 'учитель', 'студент', 'лицей', 'россия', 'москва', 'йцу', 'фыв', 'ячс'],
  // The Russian words typed on the Latin layout.
  ...['gfhjkm', 'ctrhtn', 'ghbdtn', 'k.,jdm', 'vfrcbv', 'fylhtq', 'yfnfif', 'vfhbyf', 'hjccbz', 'vjcrdf'],
];

const sequences = [
  ...[
    '01234567890123456789',
    'abcdefghijklmnopqrstuvwxyz',
    'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
    'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  ],
  ...['`1234567890-=', 'qwertyuiop[]', 'asdfghjkl;', 'zxcvbnm,./', 'ё1234567890', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'],
  // Down the columns of the keyboard.
  ...[
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
    'qazwsxedcrfvtgbyhnujmikolp',
    'йфяцычувскамепинртгоьшлбщдюзж',
    '1q2w3e4r5t6y7u8i9o0p',
    '1й2ц3у4к5е6н7г8ш9щ0з',
  ],
];

const shortestSlice = 4;
const longestSlice = 7;
const shortestContextWord = 3;

const years = Array.from({ length: 90 }, (_, index) => String(1950 + index));
const walks = [...sequences, ...sequences.map(reverse)].flatMap(slices);
const listed: ReadonlySet<string> = new Set([...commonWords, ...years, ...walks].map(simplify));
const longestListed = findLongest(listed);

/**
 * True for a password that is nothing but common words, years, keyboard and alphabet walks, and words an attacker knows anyway
 * (`context`: the e-mail, the name), repeated or joined, or a few characters over and over. The whole password is compared
 * (NIST SP 800-63B-4, 3.1.1.2): one that merely contains such a word is not refused.
 */
export function isCommonPassword(password: string, context: readonly string[]): boolean {
  const simple = simplify(password);
  const pieces = context.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).map(simplify);
  const known = new Set(pieces.filter((word) => word.length >= shortestContextWord));
  return isRepetition(password) || isRepetition(simple) || isJoined(simple, known);
}

/** Without case and without what people put between words. */
function simplify(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s._!-]/g, '');
}

/** One to five characters over and over. */
function isRepetition(text: string): boolean {
  return [1, 2, 3, 4, 5].some((period) => text.startsWith(text.slice(period)));
}

/** True when the text can be cut into listed and known words without a rest. */
function isJoined(text: string, known: ReadonlySet<string>): boolean {
  const longest = Math.max(longestListed, findLongest(known));
  const reachable = new Set([0]);
  // A Set hands out what is added while it is walked.
  for (const start of reachable) {
    for (let end = start + 1; end <= Math.min(start + longest, text.length); end += 1) {
      const word = text.slice(start, end);
      if (listed.has(word) || known.has(word)) reachable.add(end);
    }
  }
  return reachable.has(text.length);
}

/** Longer walks are slices joined. */
function slices(keys: string): string[] {
  const found: string[] = [];
  for (let length = shortestSlice; length <= longestSlice; length += 1) {
    for (let start = 0; start + length <= keys.length; start += 1) found.push(keys.slice(start, start + length));
  }
  return found;
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

function findLongest(words: ReadonlySet<string>): number {
  return Math.max(0, ...[...words].map((word) => word.length));
}
