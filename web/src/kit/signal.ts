// SPDX-License-Identifier: Apache-2.0
/** A tone and a tremble for what the screen shows as well: a code that was known, or was not. */
const SIGNALS = {
  good: { hertz: 1760, seconds: 0.09, tremble: [40] },
  bad: { hertz: 220, seconds: 0.25, tremble: [80, 60, 80] },
} as const
const LOUDNESS = 0.2

let audio: AudioContext | null = null

export function signal(kind: keyof typeof SIGNALS): void {
  // Browsers allow neither before somebody has touched the page.
  if (!navigator.userActivation?.hasBeenActive) return
  const { hertz, seconds, tremble } = SIGNALS[kind]
  navigator.vibrate?.([...tremble])
  try {
    audio ??= new AudioContext()
    const tone = new OscillatorNode(audio, { frequency: hertz })
    const volume = new GainNode(audio, { gain: LOUDNESS })
    tone.connect(volume).connect(audio.destination)
    tone.start()
    tone.stop(audio.currentTime + seconds)
  } catch {
    audio = null
  }
}
