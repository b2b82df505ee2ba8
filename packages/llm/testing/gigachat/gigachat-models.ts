const chatModels = [
  'GigaChat',
  'GigaChat-Plus',
  'GigaChat-Pro',
  'GigaChat-Max',
  'GigaChat-2',
  'GigaChat-2-Pro',
  'GigaChat-2-Max',
];
const models = new Map([
  ...[...chatModels, ...chatModels.map((id) => `${id}-preview`), 'GigaChat-3-Ultra'].map((id) => [id, 'chat'] as const),
  ...['Embeddings', 'Embeddings-2', 'EmbeddingsGigaR', 'GigaEmbeddings-3B-2025-09'].map((id) => [id, 'embedder'] as const),
  ['GigaCheckClassification', 'aicheck'] as const,
]);

/** Models as `GET /models` lists them. */
export function gigaChatModels() {
  return [...models].map(([id, type]) => ({ id, object: 'model', owned_by: 'salutedevices', type }));
}

export function isGigaChatModel(id: string, type: 'chat' | 'embedder'): boolean {
  return models.get(id) === type;
}
