/** Version 8: when the first of a pack's decisions ended, which is when the pack begins to go. Of older packs no more is known than that it was later than they began. */
export const schemaVersion8 = `
  ALTER TABLE decision_pack ADD COLUMN first_end_ms INTEGER NOT NULL DEFAULT 0;
  UPDATE decision_pack SET first_end_ms = from_ms;
  CREATE INDEX decision_pack_first_end ON decision_pack (first_end_ms);
`;
