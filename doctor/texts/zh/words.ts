/** 填进其他文案里的词。 */
export const words = {
  'ahead': '快',
  'behind': '慢',
  'unknown_address': '（微信没有说明，见 `reach` 一项）',
  'another_host': '别的域名',
  'tls': '没有双方都支持的协议或加密套件，或者证书尚未生效',
  'certificate_expired': '证书已过期，或者本机时间不对',
  'certificate_wrong_host': '证书不是这个域名的，中间有代理冒充微信应答',
  'certificate_untrusted': '证书不受信任，中间有代理冒充微信应答，或者没有设置 NODE_EXTRA_CA_CERTS',
  'a line break': '值里有换行。',
  'a quotation mark': '值里多了引号。',
  'a full-width comma': '值里有全角逗号或顿号。',
  'a full-width character': '值里有全角字符。',
  'an invisible character': '值里有看不见的字符，请重新手打一遍。',
  'a space': '值里有空格。',
  'id_gh_': '这是公众号的原始ID，AppID 以 wx 开头。',
  'id_ww': '这是企业微信的企业ID，公众号的 AppID 以 wx 开头。',
}
