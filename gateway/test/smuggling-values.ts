export const forgedAddress = '203.0.113.77';
/** The request nobody may run: with another address, another space, and another service's path. */
export const hidden = `GET /api/v1/users/hidden HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${forgedAddress}\r\nX-Lyceum-Space: beta\r\n\r\n`;
const size = hidden.length.toString(16);
export const chunks = `${size}\r\n${hidden}\r\n0\r\n\r\n`;
/** Ends a body at once for whoever believes in chunks. */
export const early = `0\r\n\r\n${hidden}`;

export const lengths: Readonly<Record<string, string>> = {
  'of the hidden request': String(hidden.length),
  'of nothing': '0',
  'of a part': '5',
  'with a plus': `+${hidden.length}`,
  'with a minus': `-${hidden.length}`,
  'that is minus nothing': '-0',
  'in hexadecimal': `0x${size}`,
  'with an exponent': '1e2',
  'with leading zeros': `000${hidden.length}`,
  'with a fraction': `${hidden.length}.0`,
  'with spaces around': `  ${hidden.length}  `,
  'with a tab': `\t${hidden.length}`,
  'with a space within': `1 ${hidden.length}`,
  'with a vertical tab': `\v${hidden.length}`,
  'in quotes': `"${hidden.length}"`,
  'that is a list of one': `${hidden.length}, ${hidden.length}`,
  'that is a list of two': `0, ${hidden.length}`,
  'that is empty': '',
  'beyond 64 bits': '18446744073709551616',
  'with a NUL': `0\0${hidden.length}`,
};

export const codings: Readonly<Record<string, string>> = {
  alone: 'chunked',
  'in capitals': 'CHUNKED',
  'with a space at the end': 'chunked ',
  'with a tab ahead': '\tchunked',
  'with a vertical tab': '\vchunked',
  'with a NUL': 'chunked\0',
  'in quotes': '"chunked"',
  'with a parameter': 'chunked;q=1',
  'with a comma': 'chunked,',
  'after a comma': ',chunked',
  'cut short': 'chunke',
  'in disguise': 'xchunked',
  'of no kind': 'identity',
  'after identity': 'identity, chunked',
  'before identity': 'chunked, identity',
  'after gzip': 'gzip, chunked',
  'said twice': 'chunked, chunked',
  'that is empty': '',
};

export const disguisedNames: Readonly<Record<string, string>> = {
  'a space before its colon': 'Transfer-Encoding : chunked',
  'a tab before its colon': 'Transfer-Encoding\t: chunked',
  'a space ahead': ' Transfer-Encoding: chunked',
  'an underscore': 'Transfer_Encoding: chunked',
  'a NUL': 'Transfer-Encoding\0: chunked',
  'a fold': 'Transfer-Encoding:\r\n chunked',
  'a fold of another': 'X-Folded: a\r\n Transfer-Encoding: chunked',
  'a line feed ahead': 'X-Line: a\nTransfer-Encoding: chunked',
  'a carriage return ahead': 'X-Line: a\rTransfer-Encoding: chunked',
  'a colon ahead': ':Transfer-Encoding: chunked',
};

export const brokenChunks: Readonly<Record<string, string>> = {
  'a size with 0x': `0x${size}\r\n${hidden}\r\n${early}`,
  'a size with a plus': `+${size}\r\n${hidden}\r\n${early}`,
  'a size below nothing': `-1\r\n${hidden}\r\n${early}`,
  'a size with a space': `${size} \r\n${hidden}\r\n${early}`,
  'a size with zeros': `000000${size}\r\n${hidden}\r\n${early}`,
  'a size beyond 64 bits': `10000000000000000\r\n${hidden}\r\n${early}`,
  'a size that is empty': `\r\n${hidden}\r\n${early}`,
  'an extension': `${size};a=b\r\n${hidden}\r\n${early}`,
  'an extension with a line feed': `${size};a\n${hidden}\r\n${early}`,
  'an extension without end': `1;${'a'.repeat(20_000)}\r\nx\r\n${early}`,
  'lines that end with a line feed': `${size}\n${hidden}\n0\n\n${hidden}`,
  'no end of line after the data': `${size}\r\n${hidden}${early}`,
  'a size too small': `1\r\n${hidden}\r\n${early}`,
  'trailers that are headers': `0\r\nContent-Length: ${hidden.length}\r\nX-Forwarded-For: ${forgedAddress}\r\n\r\n${hidden}`,
  'several last chunks': `0\r\n\r\n0\r\n\r\n${hidden}`,
  'a last chunk of many noughts': `0000\r\n\r\n${hidden}`,
};
