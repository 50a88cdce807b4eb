import { t } from '../../../localize.ts';
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
  choice('windows-1252', t('Western European')),
  choice('iso-8859-15', t('Western European')),
  choice('macintosh', t('Western European')),
  choice('windows-1250', t('Central European')),
  choice('iso-8859-2', t('Central European')),
  choice('windows-1257', t('Baltic')),
  choice('windows-1251', t('Cyrillic')),
  choice('koi8-r', t('Cyrillic, Russian')),
  choice('koi8-u', t('Cyrillic, Ukrainian')),
  choice('iso-8859-5', t('Cyrillic')),
  choice('windows-1253', t('Greek')),
  choice('iso-8859-7', t('Greek')),
  choice('windows-1254', t('Turkish')),
  choice('windows-1255', t('Hebrew')),
  choice('windows-1256', t('Arabic')),
  choice('windows-1258', t('Vietnamese')),
  choice('windows-874', t('Thai')),
  choice('shift_jis', t('Japanese')),
  choice('euc-jp', t('Japanese')),
  choice('gb18030', t('Chinese, simplified')),
  choice('gbk', t('Chinese, simplified')),
  choice('big5', t('Chinese, traditional')),
  choice('euc-kr', t('Korean')),
];
