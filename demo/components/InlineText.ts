import { h, type FunctionalComponent } from 'vue'

/** Text whose parts between backticks are code. (A template would put spaces around the parts, which Chinese has none of.) */
const InlineText: FunctionalComponent<{ text: string }> = ({ text }) =>
  text.split('`').map((part, index) => index % 2 ? h('code', part) : part)

InlineText.props = ['text']

export default InlineText
