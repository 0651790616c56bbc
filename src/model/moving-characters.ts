/** Control characters, line separators and marks of text direction. None may move a cursor, or make a name look like another. */
export const movingCharacters = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
