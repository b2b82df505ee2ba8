import { isCommonPassword } from './common-passwords.ts';

const context = ['anna.belova@example.org', 'Anna Belova'];

it.each([
  '123456789012345',
  '111111111111111',
  'abcabcabcabcabc',
  'ab1ab1ab1ab1ab1ab',
  '---------------',
  'abcdefghijklmnop',
  'zyxwvutsrqponmlk',
  'абвгдежзийклмнопр',
  'qwertyuiopasdfg',
  'QWERTYUIOPasdfgh',
  'poiuytrewqlkjhgfdsa',
  '1qaz2wsx3edc4rfv',
  'йцукенгшщзхъфыв',
  'passwordpassword',
  'Password_Password',
  'password1234567',
  'password20242025',
  'AdministratorAdmin',
  'парольпарольпароль',
  'ПарольПривет12345',
  'gfhjkmgfhjkmgfhjkm',
  'correct horse battery staple',
  'lyceumlyceumlyceum',
])('counts %s as common', (password) => {
  expect(isCommonPassword(password, [])).toBe(true);
});

it.each(['anna.belova@example.org', 'annabelovaannabelova', 'Anna_Belova_2024', 'belovabelova12345'])(
  'counts %s as common for whoever has this name and address, and for nobody else',
  (password) => {
    expect(isCommonPassword(password, context)).toBe(true);
    expect(isCommonPassword(password, ['ivan@lyceum.test', 'Ivan'])).toBe(false);
  },
);

it.each([
  'tmzkwqyvhrbnxsd',
  'зелёный чайник летит в среду',
  'my password is a small hedgehog',
  'qwertyuiop and then something else',
  'Password1234567 of my grandmother',
  'anna sings badly on mondays',
  '!@#$%^&*()_+}{":?',
  '😀🎈🚲🌧️🎻🦔🍋🪁',
])('lets %s pass', (password) => {
  expect(isCommonPassword(password, context)).toBe(false);
});
