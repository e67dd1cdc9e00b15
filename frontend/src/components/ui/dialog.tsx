import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface DialogProps {
  open: boolean;
  /** Absent: the dialog can not be closed by its reader. */
  onClose?: () => void;
  title: string;
  description?: string;
  children: ReactNode;
}

/** A dialog that traps the focus and gives it back; a sheet at the bottom of small screens. */
export function Dialog({ open, onClose, title, description, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose?.()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[color-mix(in_srgb,var(--sunken)_40%,#000a)]" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className="bg-surface fixed z-50 max-h-[90dvh] overflow-y-auto border p-5 max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-md max-sm:pb-[calc(1.25rem+env(safe-area-inset-bottom))] sm:start-1/2 sm:top-1/2 sm:w-[28rem] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-md"
        >
          <div className="mb-3 flex items-start justify-between gap-4">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            {onClose && (
              <Radix.Close
                aria-label={t("common:close")}
                className="text-muted hover:bg-sunken -m-1.5 rounded-md p-2.5"
              >
                <X size={18} aria-hidden />
              </Radix.Close>
            )}
          </div>
          {description && <Radix.Description className="text-muted mb-4">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
