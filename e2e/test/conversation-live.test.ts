import { deleteConversation, startConversation } from '@lyceum/contracts/chatbot/conversation';
import { createSocketTicket } from '@lyceum/contracts/chatbot/conversation-live';
import { login } from '@lyceum/contracts/tokens/session';
import { openSocket, tryHandshake } from '@lyceum/testing/web-socket';
import { createApi } from '../src/api.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startPrivateStack();
}, 90_000);
afterAll(() => stack?.stop());

describe('a conversation that is followed over a WebSocket', () => {
  it('is opened through the gateway by its ticket alone, once, and closes when it is deleted', async () => {
    const api = createApi(stack.gatewayUrl);
    const token = (await api.call(login, { body: stack.demo })).body.accessToken;
    const { id: conversationId } = (await api.call(startConversation, { token, body: { topic: { at: 'help' } } })).body;
    const issue = async () => {
      const { body } = await api.call(createSocketTicket, { token, params: { conversationId } });
      return stack.gatewayUrl + body.path;
    };
    const url = await issue();
    const socket = await openSocket(url);
    expect(await socket.next()).toEqual({ type: 'ready' });
    socket.send({ type: 'typing' });

    expect(await tryHandshake(url)).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } });
    const elsewhere = (await issue()).replace('/s/main/', '/s/elsewhere/');
    expect(await tryHandshake(elsewhere)).toMatchObject({ status: 403, body: { code: 'space.mismatch' } });
    const headers = { origin: 'https://evil.test' };
    expect(await tryHandshake(await issue(), { headers })).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });

    await api.call(deleteConversation, { token, params: { conversationId } });
    expect(await socket.next()).toEqual({ type: 'closed' });
    expect(await socket.closed).toMatchObject({ code: 1000 });
  });
});
