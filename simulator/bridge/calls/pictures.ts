import type { Shelf } from './media'

const WIDTH = 480
const HEIGHT = 360

const skies = [['#1d3557', '#f4a261'], ['#264653', '#8ecae6'], ['#3d2645', '#e5989b'], ['#2a4d3a', '#d9e76c'], ['#14213d', '#fca311'], ['#4a2c40', '#ffd6a5']] as const

const LOCAL_RESOURCE = 'wxlocalresource://imageid'

/** The pictures of this phone: some drawn landscapes, and those that a user chose or a page downloaded. Data URLs. */
export class Album implements Shelf {
  private readonly chosen: string[] = []
  private landscapes: string[] | undefined

  /** @param hides whether pages get addresses that only `getLocalImgData` opens; otherwise the picture itself. */
  constructor(readonly hides: boolean) {}

  /** Drawn when first asked for. */
  get drawn(): string[] {
    return this.landscapes ??= skies.map((_, index) => draw(index))
  }

  add(picture: string): string {
    if (!this.hides)
      return picture
    const known = this.chosen.indexOf(picture)
    return LOCAL_RESOURCE + (known < 0 ? this.chosen.push(picture) - 1 : known)
  }

  find(localId: string): string | undefined {
    if (localId.startsWith('data:'))
      return localId
    return this.hides && localId.startsWith(LOCAL_RESOURCE) ? this.chosen[Number(localId.slice(LOCAL_RESOURCE.length))] : undefined
  }
}

function draw(index: number): string {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')
  const [top, bottom] = skies[index % skies.length] ?? skies[0]
  if (context) {
    const sky = context.createLinearGradient(0, 0, 0, HEIGHT)
    sky.addColorStop(0, top)
    sky.addColorStop(1, bottom)
    context.fillStyle = sky
    context.fillRect(0, 0, WIDTH, HEIGHT)
    context.fillStyle = '#ffffffcc'
    context.beginPath()
    context.arc(90 + index * 60, 110, 34, 0, 2 * Math.PI)
    context.fill()
    mountain(context, 0.55 + index * 0.05, '#00000055')
    mountain(context, 0.7 - index * 0.04, '#00000088')
  }
  return canvas.toDataURL('image/jpeg', 0.8)
}

function mountain(context: CanvasRenderingContext2D, height: number, colour: string): void {
  context.fillStyle = colour
  context.beginPath()
  context.moveTo(0, HEIGHT)
  for (let x = 0; x <= WIDTH; x += 24)
    context.lineTo(x, HEIGHT * height + 40 * Math.sin(x / 70 + height * 20) + 14 * Math.sin(x / 19))
  context.lineTo(WIDTH, HEIGHT)
  context.fill()
}
