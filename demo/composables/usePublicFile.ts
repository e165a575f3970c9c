/** The address of a file in `public/`, from its path there. */
export function usePublicFile() {
  const { baseURL } = useRuntimeConfig().app
  return (path: string) => baseURL + path.slice(1)
}
