/** What is put into other texts. What a variable takes is in the schema, in English. */
export const words = {
  'ahead': 'ahead of',
  'behind': 'behind',
  'unknown_address': '(WeChat does not name it; see the check `reach`)',
  'another_host': 'another host',
  'tls': 'no common protocol or cipher, or a certificate that is not valid yet',
  'certificate_expired': 'its certificate has expired, or this machine\'s clock is wrong',
  'certificate_wrong_host': 'its certificate is another host\'s: a proxy answers in WeChat\'s place',
  'certificate_untrusted': 'its certificate is not trusted: a proxy answers in WeChat\'s place, or NODE_EXTRA_CA_CERTS is missing',
  'a line break': 'There is a line break in the value.',
  'a quotation mark': 'There is a quotation mark in the value.',
  'a full-width comma': 'There is a full-width comma in the value.',
  'a full-width character': 'There is a full-width character in the value.',
  'an invisible character': 'There is an invisible character in the value; type it again.',
  'a space': 'There is a space in the value.',
  'id_gh_': 'This is the account\'s original ID (原始ID); the AppID begins with wx.',
  'id_ww': 'This is a corporation\'s ID of WeCom; an official account\'s AppID begins with wx.',
}
