import { fileKey, fileName } from './program-file.ts';

describe('fileName', () => {
  it.each([
    ['Основы Python', 'Основы Python.docx'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j.docx'],
    ['..', 'Programme.docx'],
    ['../../etc/passwd', 'etc passwd.docx'],
    ['invoice\u202Excod.exe', 'invoice xcod.exe.docx'],
    ['👩‍🏫'.repeat(60), `${'👩‍🏫'.repeat(26)}👩\u200D.docx`],
  ])('of %j is %j', (title, name) => {
    expect(fileName({ title, language: 'en' })).toBe(name);
  });

  it('stands in for a title of which nothing is left', () => {
    expect(fileName({ title: '???', language: 'ru' })).toBe('Программа.docx');
  });
});

describe('fileKey', () => {
  it('starts with the space', () => {
    expect(fileKey('school-a', { id: '42', fileVersion: 3 })).toBe('school-a/programs/42/v3.docx');
  });
});
