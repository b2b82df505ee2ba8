import { emailConfirmation } from './email-confirmation.mail.ts';
import { registrationRepeated } from './registration-repeated.mail.ts';

const accountId = '01900000-0000-7000-8000-000000000000';

describe('the mail that confirms a registration', () => {
  const confirmation = (contested: boolean) => emailConfirmation({ accountId, data: { token: 'a+b/c=', contested } }).letters;

  it.each([
    ['en', 'Confirm your e-mail address', 'Confirm it to be able to sign in.'],
    ['ru', 'Подтвердите адрес электронной почты', 'Подтвердите его, чтобы входить на платформу.'],
  ] as const)('leads to the confirmation in the language %s', (locale, subject, sentence) => {
    const letter = confirmation(false)[locale];
    expect(letter.subject).toBe(subject);
    expect(letter.paragraphs.join()).toContain(sentence);
    expect(letter.action?.path).toBe('/confirm-email?token=a%2Bb%2Fc%3D');
  });

  it.each([
    ['en', 'registered more than once', 'enter the password you chose', 'do not follow any of the links'],
    ['ru', 'регистрировали несколько раз', 'введите пароль, который выбрали вы', 'не переходите ни по одной из ссылок'],
  ] as const)('says in the language %s that the address is contested and what to do', (locale, ...sentences) => {
    const [contested, alone] = [true, false].map((one) => JSON.stringify(confirmation(one)[locale]));
    for (const sentence of sentences) {
      expect(contested).toContain(sentence);
      expect(alone).not.toContain(sentence);
    }
  });
});

it.each([
  ['en', 'You already have an account', 'Sign in'],
  ['ru', 'У вас уже есть учётная запись', 'Войти'],
] as const)('tells the owner of the account in the language %s', (locale, subject, label) => {
  const letter = registrationRepeated({ accountId, data: {} }).letters[locale];
  expect(letter).toMatchObject({ subject, action: { label, path: '/login' } });
});
