import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { type Response, Router } from 'express';

const require = createRequire(import.meta.url);

const swaggerFolder = dirname(require.resolve('swagger-ui-dist/package.json'));

const vendorFolder = join(import.meta.dirname, '../../vendor');

// Redoc styles its elements from scripts and draws its logo from a data address.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/** `/docs` (Swagger UI) and `/redoc`, served from this installation alone, both reading `/openapi.json` beside them. */
export function docsPages(title: string): Router {
  const router = Router();
  const files = { index: false, maxAge: '1d' } as const;
  router.use('/docs/assets', express.static(swaggerFolder, files));
  router.use('/redoc/assets', express.static(vendorFolder, files));
  router.get('/docs/init.js', (_request, response) => {
    response.type('text/javascript').send(swaggerInit);
  });
  router.get('/redoc/init.js', (_request, response) => {
    response
      .type('text/javascript')
      .send("Redoc.init('/openapi.json', { hideDownloadButton: false }, document.getElementById('redoc'));");
  });
  router.get('/docs', (_request, response) => {
    sendPage(
      response,
      `<title>${title}</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css">`,
      '<div id="swagger-ui"></div><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/init.js"></script>',
    );
  });
  router.get('/redoc', (_request, response) => {
    sendPage(
      response,
      `<title>${title}</title><style>body{margin:0}</style>`,
      '<div id="redoc"></div><script src="/redoc/assets/redoc.standalone.js"></script><script src="/redoc/init.js"></script>',
    );
  });
  return router;
}

// Tags are closed at first: a browser would lay out three hundred lines of operations before it shows any.
const swaggerInit = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, persistAuthorization: true,
  displayRequestDuration: true, tryItOutEnabled: true, docExpansion: 'none', defaultModelsExpandDepth: 0, filter: true });`;

function sendPage(response: Response, head: string, body: string): void {
  response
    .set('content-security-policy', policy)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}</head><body>${body}</body></html>`,
    );
}
