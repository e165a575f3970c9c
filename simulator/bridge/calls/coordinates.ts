/** Degrees. */
export interface Place {
  latitude: number
  longitude: number
}

/** How far Chinese maps (GCJ-02) shift what satellites (WGS 84) tell, around the park of the simulator's map. */
const shift: Place = { latitude: -0.0027, longitude: 0.0054 }

/** What `getLocation` gives for `gcj02`, and `openLocation` takes. */
export function toGcj02({ latitude, longitude }: Place): Place {
  return { latitude: latitude + shift.latitude, longitude: longitude + shift.longitude }
}

/** What the simulator's map is drawn in. */
export function toWgs84({ latitude, longitude }: Place): Place {
  return { latitude: latitude - shift.latitude, longitude: longitude - shift.longitude }
}
