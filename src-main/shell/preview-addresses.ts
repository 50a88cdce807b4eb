/** The origin of a preview: a name of one run below localhost, made by Core. */
const previewAddress = /^http:\/\/preview-[0-9a-f]{32}\.localhost:\d{1,5}(?:\/|$)/;

/** Whether a frame may show an address: the pages of previews, and documents that hold nothing of elsewhere. */
export function mayShowInFrame(address: string): boolean {
  return previewAddress.test(address) || address === 'about:blank' || address === 'about:srcdoc';
}
