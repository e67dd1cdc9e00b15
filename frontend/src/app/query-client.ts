import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/problem";

/** A refusal stays a refusal; only a server that is away or in trouble is asked again. */
const worthRetrying = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 502;

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && worthRetrying(error),
        refetchOnWindowFocus: true,
      },
    },
  });
