import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { id, line, timestamp } from '../shared/fields.ts';

export const folderNotFound = defineProblem('video_folder.not_found', 404, {
  en: 'There is no such folder',
  ru: 'Такой папки нет',
});
export const folderNameTaken = defineProblem('video_folder.name_taken', 409, {
  en: 'There is a folder of this name beside it',
  ru: 'Рядом уже есть папка с таким названием',
});
export const folderNotEmpty = defineProblem('video_folder.not_empty', 409, {
  en: 'The folder has videos or folders in it',
  ru: 'В папке есть видео или другие папки',
});
export const folderTooDeep = defineProblem('video_folder.too_deep', 409, {
  en: 'Folders are at most five deep, and none lies in itself',
  ru: 'Папки вкладывают не глубже пяти уровней и не в самих себя',
});
export const tooManyFolders = defineProblem('video_folder.too_many', 409, {
  en: 'The library has 1,000 folders already',
  ru: 'В библиотеке уже 1000 папок',
});

export const folder = z
  .object({
    id: id.describe('Id of the folder'),
    name: line(1, 100).meta({ description: 'Its name', examples: ['Физика, 9 класс'] }),
    parentId: id.nullable().describe('Id of the folder it lies in; null at the top'),
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'VideoFolder', description: 'A folder of the library' });

const folderId = z.strictObject({ folderId: id.describe('Id of the folder') });

export const listFolders = defineEndpoint('listFolders', 'GET /streaming/folders', {
  summary: 'All folders of the library, at most 1,000, by name',
  response: z.object({ items: z.array(folder).describe('The folders') }),
});

export const createFolder = defineEndpoint('createFolder', 'POST /streaming/folders', {
  summary: 'Make a folder',
  body: z.strictObject({ name: folder.shape.name, parentId: folder.shape.parentId.default(null) }),
  response: folder,
  status: 201,
  errors: [folderNotFound, folderNameTaken, folderTooDeep, tooManyFolders],
  idempotent: true,
});

export const updateFolder = defineEndpoint('updateFolder', 'PATCH /streaming/folders/:folderId', {
  summary: 'Rename a folder or put it elsewhere; what is left out stays',
  params: folderId,
  body: z.strictObject({ name: folder.shape.name, parentId: folder.shape.parentId }).partial(),
  response: folder,
  errors: [folderNotFound, folderNameTaken, folderTooDeep],
});

export const deleteFolder = defineEndpoint('deleteFolder', 'DELETE /streaming/folders/:folderId', {
  summary: 'Delete a folder with nothing in it; what was deleted from it and is restored later lies at the top',
  params: folderId,
  errors: [folderNotFound, folderNotEmpty],
});
