import { fileKey, fileName } from './export-file.ts';

describe('fileName', () => {
  it.each([
    ['Основы Python', 'Основы Python.docx'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j.docx'],
    ['..', 'Programme.docx'],
    ['../../etc/passwd', 'etc passwd.docx'],
    ['invoice\u202Excod.exe', 'invoice xcod.exe.docx'],
    ['👩‍🏫'.repeat(60), `${'👩‍🏫'.repeat(26)}👩\u200D.docx`],
  ])('of %j is %j', (title, name) => {
    expect(fileName({ title, language: 'en' }, 'docx')).toBe(name);
  });

  it('stands in for a title of which nothing is left', () => {
    expect(fileName({ title: '???', language: 'ru' }, 'pdf')).toBe('Программа.pdf');
  });
});

describe('fileKey', () => {
  it('starts with the space', () => {
    expect(fileKey('school-a', { id: '7', programId: '42', format: 'md' })).toBe('school-a/programs/42/7.md');
  });
});
