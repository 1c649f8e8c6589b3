WITH given AS (
  SELECT
    line,
    CAST(has_ask AS BIGINT) AS has_ask,
    CAST(asked AS BIGINT) AS asked,
    CAST(has_promise AS BIGINT) AS has_promise,
    CAST(promised AS BIGINT) AS promised,
    CAST(has_send AS BIGINT) AS has_send,
    CAST(sent AS BIGINT) AS sent,
    CAST(has_receipt AS BIGINT) AS has_receipt,
    CAST(received AS BIGINT) AS received,
    CAST(rejected AS BIGINT) AS rejected,
    CAST(has_bill AS BIGINT) AS has_bill,
    CAST(billed AS BIGINT) AS billed,
    CAST(repeated AS BIGINT) AS repeated,
    CAST(excess AS BIGINT) AS excess,
    CAST(told_send AS BIGINT) AS told_send,
    CAST(told_receive AS BIGINT) AS told_receive,
    CAST(expects_ask AS BIGINT) AS expects_ask,
    CAST(expects_send AS BIGINT) AS expects_send,
    CAST(expects_receipt AS BIGINT) AS expects_receipt,
    CAST(is_receipt_first AS BIGINT) AS is_receipt_first,
    CAST(is_base_promised AS BIGINT) AS is_base_promised,
    CAST(is_billed_line AS BIGINT) AS is_billed_line,
    CAST(over AS BIGINT) AS over,
    CAST(under AS BIGINT) AS under,
    CAST(compares_arrival AS BIGINT) AS compares_arrival
  FROM sums
), step_1 AS (
  SELECT
    *,
    CASE WHEN has_promise <> 0 THEN promised ELSE asked END AS agreed,
    CASE WHEN sent > received THEN sent ELSE received END AS delivered,
    CASE WHEN has_ask <> 0 AND has_promise <> 0 THEN asked - promised ELSE 0 END AS difference,
    CASE WHEN has_send < compares_arrival THEN has_send ELSE compares_arrival END AS has_sent,
    CASE WHEN has_receipt <> 0 THEN 1 ELSE expects_receipt END AS may_miss_part
  FROM given
), step_2 AS (
  SELECT
    *,
    CASE
      WHEN has_ask <> 0
      THEN CASE WHEN agreed < asked THEN agreed ELSE asked END
      ELSE agreed
    END - delivered + rejected AS short_part,
    CASE
      WHEN has_promise <> 0 OR has_ask <> 0
      THEN agreed - received
      ELSE sent - received
    END AS transport_short,
    CASE WHEN has_sent < may_miss_part THEN has_sent ELSE may_miss_part END AS may_miss,
    CASE WHEN has_sent < has_receipt THEN has_sent ELSE has_receipt END AS surplus_part,
    CASE
      WHEN has_send <> 0
      THEN sent - rejected
      WHEN has_promise <> 0 OR has_ask <> 0
      THEN agreed
      ELSE billed
    END AS nearest,
    CASE WHEN agreed - delivered < 0 THEN 0 ELSE agreed - delivered END AS coming_part
  FROM step_1
), step_3 AS (
  SELECT
    *,
    CASE
      WHEN has_promise <> 0 OR has_ask <> 0
      THEN CASE WHEN short_part < 0 THEN 0 ELSE short_part END
      ELSE 0
    END AS short,
    CASE WHEN transport_short > under THEN 0 ELSE under END AS allowed,
    CASE
      WHEN is_billed_line <> 0
      THEN CASE
        WHEN is_base_promised <> 0
        THEN CASE WHEN has_promise <> 0 OR has_ask <> 0 THEN agreed ELSE nearest END
        WHEN has_receipt <> 0
        THEN received - rejected
        WHEN expects_receipt <> 0 AND is_receipt_first <> 0
        THEN 0
        ELSE nearest
      END
      ELSE 0
    END AS base
  FROM step_2
), step_4 AS (
  SELECT
    *,
    CASE
      WHEN has_promise <> 0 OR has_ask <> 0
      THEN CASE WHEN rejected < short THEN rejected ELSE short END
      ELSE rejected
    END AS quantities_rejected,
    CASE WHEN billed - base > over THEN billed - base ELSE 0 END AS beyond_part,
    CASE WHEN billed < base THEN billed ELSE base END AS unreceived_part
  FROM step_3
), step_5 AS (
  SELECT
    *,
    CASE
      WHEN has_bill <> 0
      THEN CASE WHEN beyond_part < 0 THEN 0 ELSE beyond_part END
      ELSE 0
    END AS beyond
  FROM step_4
), step_6 AS (
  SELECT
    *,
    CASE WHEN beyond < repeated THEN beyond ELSE repeated END AS twice
  FROM step_5
), step_7 AS (
  SELECT
    *,
    CASE
      WHEN expects_receipt <> 0 AND is_receipt_first = 0
      THEN CASE WHEN beyond - twice < coming_part THEN beyond - twice ELSE coming_part END
      ELSE 0
    END AS coming
  FROM step_6
)
SELECT
  line,
  CASE WHEN difference > under THEN difference ELSE 0 END AS underpromised,
  CASE WHEN -difference > over THEN -difference ELSE 0 END AS overpromised,
  CASE
    WHEN may_miss <> 0 AND sent - received > allowed
    THEN sent - received
    ELSE 0
  END AS missing,
  CASE
    WHEN surplus_part <> 0 AND received - sent > over
    THEN received - sent
    ELSE 0
  END AS surplus,
  quantities_rejected AS rejected,
  CASE
    WHEN (
      has_send <> 0 OR has_receipt <> 0 OR expects_send <> 0
    )
    AND short - quantities_rejected > under
    THEN short - quantities_rejected
    ELSE 0
  END AS unsent,
  CASE WHEN excess > over THEN excess ELSE 0 END AS oversent,
  CASE WHEN told_send > told_receive THEN told_send ELSE told_receive END AS told_differently,
  CASE
    WHEN expects_ask <> 0 AND has_ask = 0
    THEN CASE WHEN delivered > billed THEN delivered ELSE billed END
    ELSE 0
  END AS unexpected,
  twice AS billed_twice,
  coming + CASE
    WHEN is_base_promised <> 0
    THEN 0
    WHEN expects_receipt <> 0 AND is_receipt_first = 0 AND has_bill <> 0 AND has_receipt = 0
    THEN CASE WHEN unreceived_part < 0 THEN 0 ELSE unreceived_part END
    ELSE 0
  END AS billed_early,
  beyond - twice - coming AS overbilled,
  CASE
    WHEN (
      has_send <> 0 OR has_receipt <> 0 OR is_base_promised <> 0
    )
    AND is_billed_line <> 0
    AND base - billed > under
    THEN base - billed
    ELSE 0
  END AS unbilled,
  base
FROM step_7
