import { fileKey, fileName } from './export-file.ts';

describe('fileName', () => {
  it.each([
    ['Основы Python', 'Основы Python.docx'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j.docx'],
    ['..', 'Programme.docx'],
    ['../../etc/passwd', 'etc passwd.docx'],
    ['invoice\u202Excod.exe', 'invoice xcod.exe.docx'],
    ['👩‍🏫'.repeat(60), `${'👩‍🏫'.repeat(18)}.docx`],
    [`a${'\u0301'.repeat(200)}`, 'Programme.docx'],
    ['Щ'.repeat(300), `${'Щ'.repeat(100)}.docx`],
    ['\u200Etxt\u061C\u2028x', 'txt x.docx'],
    ['con', 'Programme con.docx'],
    ['NUL.1', 'Programme NUL.1.docx'],
    ['Консул', 'Консул.docx'],
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
