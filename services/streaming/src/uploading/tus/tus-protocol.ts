import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import type { ProtocolInput, ProtocolRequest, ProtocolResponse, ProtocolRoute } from '@lyceum/common/protocol';
import { requestUnsupportedMediaType, routeMethodNotAllowed, routeNotFound } from '@lyceum/contracts/shared/common-problems';
import { uploadNotFound, uploadOtherWay } from '@lyceum/contracts/streaming/media-upload';
import { videos } from '@lyceum/contracts/streaming/video';
import { type Locker, Server, TUS_RESUMABLE } from '@tus/server';
import { z } from 'zod';
import { toSourceKey } from '../../objects/object-keys.ts';
import { beginSending, isSent } from '../upload/begin-sending.ts';
import { type Completing, completeUpload } from '../upload/complete-upload.ts';
import { findUpload } from '../upload/find-upload.ts';
import { cancelUpload } from '../upload/give-up-upload.ts';
import { toTusUrl, tusPath } from '../upload/present-upload.ts';
import { maxFileBytes, startUpload, type UploadLimits } from '../upload/start-upload.ts';
import type { UploadRow } from '../upload/upload.entity.ts';
import { readAnnouncement } from './announce-by-tus.ts';
import { toFailure, toStatusFailure } from './tus-failures.ts';
import { createUploadStore, type StoreNeeds } from './upload-store.ts';
import { sendAnswer, toWebRequest } from './web-request.ts';

export interface TusNeeds extends Completing {
  readonly config: StoreNeeds['config'] & UploadLimits & { readonly PUBLIC_URL: string };
}

interface Connection {
  readonly locker: Locker;
  /** Shared by the clients of all requests. */
  readonly requestHandler: object;
}

/** Time in which a request ends that another one has asked to. */
const lockDrainTimeout = 1_000;

/** Uploads as resources of tus 1.0; a row is what the library keeps in objects. */
export function tusProtocol(needs: TusNeeds, connection: Connection): ProtocolRoute {
  return {
    path: tusPath,
    access: videos.manage,
    async handle(request, response, input) {
      response.set('tus-resumable', TUS_RESUMABLE);
      const id = requireTarget(request, response);
      const resource = await openResource(needs, input, request.method, id);
      const answer = await createServer(needs, connection, input, resource).handleWeb(toWebRequest(request, response));
      if (answer.status >= 400) throw toStatusFailure(answer.status);
      const { upload } = resource;
      if (upload && answer.headers.get('upload-offset') === String(upload.size))
        await completeUpload(input, input.ctx, needs, upload);
      else if (upload) response.set('upload-expires', upload.expiresAt.toUTCString());
      sendAnswer(answer, response);
    },
  };
}

/** The upload of a request, as it was last seen; undefined before it is made. */
interface Resource {
  id: string | undefined;
  upload: UploadRow | undefined;
}

/** The id that the address names; of the collection undefined. Fails where the method is none of its own. */
function requireTarget(request: ProtocolRequest, response: ProtocolResponse): string | undefined {
  const rest = z.array(z.string()).default([]).parse(request.params['rest']);
  if (rest.length > 1) throw fail(routeNotFound);
  const methods = rest.length === 0 ? ['POST', 'OPTIONS'] : ['HEAD', 'PATCH', 'DELETE', 'OPTIONS'];
  if (!methods.includes(request.method)) {
    response.set('allow', methods.join(', '));
    throw fail(routeMethodNotAllowed);
  }
  if (request.method === 'PATCH' && request.get('content-type') !== 'application/offset+octet-stream')
    throw fail(requestUnsupportedMediaType);
  if (request.method !== 'OPTIONS' && request.get('tus-resumable') !== TUS_RESUMABLE) {
    response.set('tus-version', TUS_RESUMABLE);
    throw toStatusFailure(412);
  }
  const [id] = rest;
  if (id !== undefined && !z.uuid().safeParse(id).success) throw fail(uploadNotFound);
  return id;
}

async function openResource(
  { storage }: TusNeeds,
  input: ProtocolInput,
  method: string,
  id: string | undefined,
): Promise<Resource> {
  if (id === undefined || method === 'OPTIONS') return { id, upload: undefined };
  const { ctx, actor } = input;
  if (method === 'PATCH') return { id, upload: await beginSending(input, ctx, actor, storage, id, 'tus') };
  const upload = await input.read((db) => findUpload(db, actor.id, id));
  if (method === 'HEAD' && upload.way === 'parts' && isSent(upload)) throw fail(uploadOtherWay);
  return { id, upload };
}

/** The library, as it answers one request of one person. */
function createServer(needs: TusNeeds, connection: Connection, input: ProtocolInput, resource: Resource): Server {
  const { config, storage } = needs;
  const { ctx, actor, read, transact } = input;
  const requireId = () => {
    if (resource.id === undefined) throw fail(uploadNotFound);
    return resource.id;
  };
  const keep = async (finding: Promise<UploadRow>) => {
    resource.upload = await finding;
    return resource.upload;
  };
  const datastore = createUploadStore(needs, connection.requestHandler, () => toKey(ctx, requireId()), {
    find: () => keep(read((db) => findUpload(db, actor.id, requireId()))),
    begin: () => keep(beginSending(input, ctx, actor, storage, requireId(), 'tus')),
    async cancel() {
      await transact((db) => cancelUpload(db, ctx, actor, requireId()));
      resource.upload = undefined;
    },
  });
  return new Server({
    ...{ path: tusPath, datastore, locker: connection.locker, lockDrainTimeout },
    maxSize: maxFileBytes(actor, config),
    getFileIdFromRequest: () => resource.id && toKey(ctx, resource.id),
    generateUrl: () => toTusUrl(config.PUBLIC_URL, requireId()),
    async namingFunction(request, metadata) {
      const announced = readAnnouncement(request.headers.get('upload-length'), metadata);
      const upload = await transact((db) => startUpload(db, ctx, actor, config, announced, 'tus'));
      Object.assign(resource, { id: upload.id, upload });
      return toKey(ctx, upload.id);
    },
    onResponseError(_request, error) {
      throw toFailure(error);
    },
  });
}

const toKey = ({ space }: Context, id: string) => toSourceKey(space, id);
