import { clean } from '../../text/clean.ts';
import type { DocumentTree, PrintedElement, PrintedTable, TitlePage } from '../tree/document-tree.ts';

const style = `
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.5 "Times New Roman",Tinos,"Liberation Serif",serif;color:#000;background:#fff}
header{text-align:center;margin-bottom:3rem}
header img{max-height:6rem}
.approval{width:20rem;max-width:100%;margin:2rem 0 2rem auto;text-align:left}
h1,h2,h3,h4{line-height:1.25}
h2.structural{text-align:center;text-transform:uppercase}
p{text-indent:1.25cm;text-align:justify;margin:.4rem 0}
header p,nav p{text-indent:0;text-align:inherit}
ul{list-style:"– "}
ul.marked{list-style:none;padding-left:1.25cm}
nav ul{list-style:none;padding-left:0}
nav .level-2{padding-left:1rem}
nav .level-3{padding-left:2rem}
table{border-collapse:collapse;width:100%;margin:.4rem 0 1.2rem;font-size:.9em}
caption{text-align:left}
th,td{border:1px solid #000;padding:.2rem .4rem;text-align:left;vertical-align:middle;overflow-wrap:anywhere}
th,.center{text-align:center}
tr.total td{font-weight:bold}
@media print{h2{break-before:page}}`;

/** A page by itself: no scripts, nothing loaded from anywhere, everything people wrote as text. */
export function renderHtml(tree: DocumentTree): Uint8Array {
  const headings = tree.elements.flatMap((element, index) =>
    element.type === 'heading' ? [{ ...element, anchor: `h${index}` }] : [],
  );
  const contents = headings.map(
    ({ level, anchor, text }) => `<li class="level-${level}"><a href="#${anchor}">${escapeHtml(text)}</a></li>`,
  );
  const page = [
    '<!doctype html>',
    `<html lang="${tree.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    '<meta http-equiv="content-security-policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">',
    `<title>${escapeHtml(tree.name)}</title><style>${style}</style></head><body>`,
    titleHtml(tree.titlePage),
    `<nav><h2 class="structural">${escapeHtml(tree.contentsTitle)}</h2><ul>${contents.join('')}</ul></nav>`,
    ...tree.elements.map((element, index) => elementHtml(element, `h${index}`)),
    '</body></html>\n',
  ];
  return new TextEncoder().encode(page.join('\n'));
}

function titleHtml({ logo, organisation, organisationHint, details, approval, kind, title, facts, foot }: TitlePage): string {
  const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  const picture = logo
    ? `<img alt="" src="data:image/${logo.type === 'jpg' ? 'jpeg' : 'png'};base64,${Buffer.from(logo.data).toString('base64')}">`
    : '';
  return [
    `<header>${picture}${paragraphs([organisation || organisationHint, ...details])}`,
    `<div class="approval">${paragraphs(approval)}</div>`,
    `<p>${escapeHtml(kind)}</p><h1>${escapeHtml(title)}</h1>${paragraphs([...facts, foot])}</header>`,
  ].join('');
}

function elementHtml(element: PrintedElement, anchor: string): string {
  switch (element.type) {
    case 'heading': {
      const tag = `h${element.level + 1}`;
      return `<${tag} id="${anchor}"${element.structural ? ' class="structural"' : ''}>${escapeHtml(element.text)}</${tag}>`;
    }
    case 'paragraph':
      return `<p>${element.lead ? `<b>${escapeHtml(element.lead)}</b> ` : ''}${escapeHtml(element.text)}</p>`;
    case 'list':
      return `<ul>${element.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'marked-list': {
      const items = element.items.map(({ marker, text }) => `<li>${escapeHtml(marker)} ${escapeHtml(text)}</li>`);
      return `<ul class="marked">${items.join('')}</ul>`;
    }
    case 'table':
      return tableHtml(element);
  }
}

function tableHtml({ caption, columns, rows }: PrintedTable): string {
  const head = columns.map(
    ({ title, share }) => `<th scope="col" style="width:${Math.round(share * 100)}%">${escapeHtml(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(({ align }, column) => {
      return `<td${align === 'center' ? ' class="center"' : ''}>${escapeHtml(row.cells[column] ?? '')}</td>`;
    });
    return `<tr${row.isTotal ? ' class="total"' : ''}>${cells.join('')}</tr>`;
  });
  return [
    `<table><caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`,
  ].join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
