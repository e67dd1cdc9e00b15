import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Age } from "@/components/age";
import { StateWord } from "@/components/state-shape";
import { Cell, Row, Table } from "@/components/ui/table";
import { useUpsWord } from "@/components/use-ups-word";
import type { Ups } from "@/lib/api/types";
import { formatDuration } from "@/lib/duration";
import { formatNumber, missing } from "@/lib/format";
import { upsLook } from "@/lib/power-state";

/** Many UPSs as rows instead of cards. */
export function UpsTable({ upss }: { upss: Ups[] }) {
  const { t } = useTranslation();
  const word = useUpsWord();
  const columns = ["ups", "state", "charge", "left", "load", "input", "age"].map((key) => t(`overview:table.${key}`));
  const [name = "", state, charge, left, load, input, age] = columns;
  return (
    <div className="bg-surface rounded-md border">
      <Table label={t("overview:upsLabel")} heads={[name, state, charge, left, load, input, age]}>
        {upss.map((ups) => (
          <Row key={ups.id}>
            <Cell>
              <Link to="/ups/$id" params={{ id: ups.id }} className="font-medium hover:underline">
                {ups.display_name}
              </Link>
            </Cell>
            <Cell label={state}>
              <StateWord look={upsLook(ups.state)}>{word(ups.state)}</StateWord>
            </Cell>
            <Cell label={charge}>{formatNumber(ups.battery_percent, "%")}</Cell>
            <Cell label={left}>{ups.runtime_seconds === null ? missing : formatDuration(ups.runtime_seconds)}</Cell>
            <Cell label={load}>{formatNumber(ups.load_percent, "%")}</Cell>
            <Cell label={input}>{formatNumber(ups.input_voltage, "V")}</Cell>
            <Cell label={age}>
              <Age at={ups.last_seen_at} />
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}
