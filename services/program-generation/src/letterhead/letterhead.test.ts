import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import { createExport, downloadExport } from '@lyceum/contracts/program-generation/export';
import { getLetterhead, type Letterhead, putLetterhead } from '@lyceum/contracts/program-generation/letterhead';
import { asAdmin, asStaff, asUser, type TestActor } from '@lyceum/testing/actors';
import { buildReadyProgram } from '../../test/factories.ts';
import { service } from '../../test/program-generation-service.ts';

const address = '/api/v1/programs/letterhead';
/** A black pixel. */
const logo = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const school: Letterhead = {
  organisation: 'АНО ДПО «Лицей <Север>»',
  place: 'Мурманск',
  address: 'ул. Полярная, 1',
  contacts: '+7 815 000-00-00, school@example.org',
  registration: 'ОГРН 1025100000000',
  approver: { position: 'Директор', name: 'И. И. Иванова' },
  logo,
};
const blank = { organisation: '', place: '', address: '', contacts: '', registration: '', approver: { position: '', name: '' } };

const get = (as: TestActor) => service.call(getLetterhead, { as });
const put = (as: TestActor, body: Letterhead, headers: Record<string, string> = {}) =>
  service.call(putLetterhead, { as, body, headers });

async function orderText(as: TestActor, programId: string, format: 'html' | 'md', letterhead: boolean): Promise<string> {
  const { body } = await service.call(createExport, { as, params: { programId }, body: { format, letterhead } });
  expect(body.letterhead).toBe(letterhead);
  await service.runJobs();
  const params = { programId, exportId: body.id };
  const { headers } = await service.call(downloadExport, { as, params });
  return (await fetch(String(headers['location']))).text();
}

describe('GET /programs/letterhead', () => {
  it('answers 200 to everybody of the space with a blank one of version 0 until it is set', async () => {
    const space = 'letterhead-blank';
    await put(asAdmin({ space: 'letterhead-set' }), school);
    for (const actor of [asUser({ space }), asStaff({ space }), asAdmin({ space })]) {
      const { status, body } = await get(actor);
      expect([status, body]).toEqual([200, { ...blank, logo: null, version: 0 }]);
    }
    expect((await get(asUser({ space: 'letterhead-set' }))).body).toEqual({ ...school, version: 1 });
  });
});

describe('PUT /programs/letterhead', () => {
  it('answers 200 with what is kept and its version', async () => {
    const admin = asAdmin({ space: 'letterhead-put' });
    const first = await put(admin, { ...school, organisation: ` ${school.organisation} ` });
    expect([first.status, first.body, first.headers['etag']]).toEqual([200, { ...school, version: 1 }, '"1"']);
    const second = await put(admin, { ...school, logo: null });
    expect(second.body).toEqual({ ...school, logo: null, version: 2 });
    expect((await get(admin)).body).toEqual(second.body);
  });

  it('answers 412 to those who have read an older version', async () => {
    const admin = asAdmin({ space: 'letterhead-versions' });
    expect((await put(admin, school, { 'if-match': '"0"' })).status).toBe(200);
    const stale = await put(admin, { ...school, place: 'Москва' }, { 'if-match': '"0"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition.failed']);
    expect((await get(admin)).body).toEqual({ ...school, version: 1 });
    expect((await put(admin, school, { 'if-match': '"1"' })).body.version).toBe(2);
  });

  it('keeps one of those that are set at the same time after reading the same version', async () => {
    const admin = asAdmin({ space: 'letterhead-race' });
    for (let version = 0; version < 10; version += 1) {
      const read = { 'if-match': `"${version}"` };
      const answers = await Promise.all(['Омск', 'Томск'].map((place) => put(admin, { ...school, place }, read)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      expect((await get(admin)).body).toEqual(answers.find(({ status }) => status === 200)?.body);
    }
  });

  it.each([
    ['a line that is too long', { contacts: 'x'.repeat(301) }, '/body/contacts'],
    ['a picture in no base64', { logo: '<svg>' }, '/body/logo'],
    ['a picture that is none', { logo: Buffer.from('no picture').toString('base64') }, '/body/logo'],
    ['a picture that only begins well', { logo: `${logo.slice(0, 60)}AAAAAAAA` }, '/body/logo'],
    ['a picture that is too large', { logo: 'A'.repeat(280_004) }, '/body/logo'],
    ['an approver without a name', { approver: { position: 'Директор' } }, '/body/approver/name'],
  ])('answers 400 to %s', async (_, wrong, pointer) => {
    const response = await service.http
      .put(address)
      .set('authorization', `Bearer ${service.token(asAdmin())}`)
      .send({ ...school, ...wrong });
    expect(response.status).toBe(400);
    expect(response.body.errors).toMatchObject([{ pointer }]);
  });
});

describe('files with the letterhead', () => {
  it('have it on the title page when it is asked for', async () => {
    const space = 'letterhead-files';
    const owner = asUser({ space });
    await put(asAdmin({ space }), school);
    const { id } = await buildReadyProgram(service, owner);
    const html = await orderText(owner, id, 'html', true);
    expect(html).toContain(`<img alt="" src="data:image/png;base64,${logo}">`);
    expect(html).toContain('<p>АНО ДПО «Лицей &lt;Север&gt;»</p><p>ул. Полярная, 1</p>');
    expect(html).toContain('<p>ОГРН 1025100000000</p>');
    const markdown = await orderText(owner, id, 'md', true);
    expect(markdown).toContain('АНО ДПО «Лицей \\<Север\\>»  \nул. Полярная, 1  \n');

    for (const format of ['html', 'md'] as const) {
      const plain = await orderText(owner, id, format, false);
      expect(plain).toContain('АНО ДПО');
      expect(plain).not.toMatch(/Полярная|ОГРН|<img/);
    }
  });

  it('name the organisation of the document where it has another', async () => {
    const space = 'letterhead-branch';
    const owner = asUser({ space });
    await put(asAdmin({ space }), school);
    const { id } = await buildReadyProgram(service, owner);
    const operations = [{ op: 'replace', path: '/titleBlock/organisation', value: 'Филиал' } as const];
    await service.call(patchDocument, { as: owner, params: { programId: id }, body: { operations } });
    const markdown = await orderText(owner, id, 'md', true);
    expect(markdown).toMatch(/^Филиал {2}\nул\. Полярная, 1/);
  });

  it('are made anew when the letterhead is set anew', async () => {
    const space = 'letterhead-anew';
    const owner = asUser({ space });
    const { id: programId } = await buildReadyProgram(service, owner);
    const order = async () =>
      (await service.call(createExport, { as: owner, params: { programId }, body: { format: 'md', letterhead: true } })).body;
    await put(asAdmin({ space }), school);
    const first = await order();
    expect((await order()).id).toBe(first.id);
    await put(asAdmin({ space }), { ...school, address: 'ул. Лесная, 2' });
    expect((await order()).id).not.toBe(first.id);
    expect(await orderText(owner, programId, 'md', true)).toContain('ул. Лесная, 2');
  });

  it('have none while none is set', async () => {
    const space = 'letterhead-none';
    const owner = asUser({ space });
    const { id: programId } = await buildReadyProgram(service, owner);
    const params = { programId };
    const { body } = await service.call(createExport, { as: owner, params, body: { format: 'docx', letterhead: true } });
    expect(body).toMatchObject({ letterhead: false, status: 'ready' });
  });
});
