/** An encoding that can be chosen. Names are those of the WHATWG Encoding Standard. */
export interface EncodingChoice {
  readonly name: string;
  readonly byteOrderMark: boolean;
  readonly region: string;
}

const choice = (name: string, region: string, byteOrderMark = false): EncodingChoice => ({
  name,
  region,
  byteOrderMark,
});

export const encodings: readonly EncodingChoice[] = [
  choice('utf-8', 'Unicode'),
  choice('utf-8', 'Unicode', true),
  choice('utf-16le', 'Unicode', true),
  choice('utf-16be', 'Unicode', true),
  choice('windows-1252', 'Western European'),
  choice('iso-8859-15', 'Western European'),
  choice('macintosh', 'Western European'),
  choice('windows-1250', 'Central European'),
  choice('iso-8859-2', 'Central European'),
  choice('windows-1257', 'Baltic'),
  choice('windows-1251', 'Cyrillic'),
  choice('koi8-r', 'Cyrillic, Russian'),
  choice('koi8-u', 'Cyrillic, Ukrainian'),
  choice('iso-8859-5', 'Cyrillic'),
  choice('windows-1253', 'Greek'),
  choice('iso-8859-7', 'Greek'),
  choice('windows-1254', 'Turkish'),
  choice('windows-1255', 'Hebrew'),
  choice('windows-1256', 'Arabic'),
  choice('windows-1258', 'Vietnamese'),
  choice('windows-874', 'Thai'),
  choice('shift_jis', 'Japanese'),
  choice('euc-jp', 'Japanese'),
  choice('gb18030', 'Chinese, simplified'),
  choice('gbk', 'Chinese, simplified'),
  choice('big5', 'Chinese, traditional'),
  choice('euc-kr', 'Korean'),
];
