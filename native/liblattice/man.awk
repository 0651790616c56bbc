# The manual page lattice(3) out of include/lattice.h: its comments are the text, its declarations the synopsis.
function plain(s) { gsub(/\\/, "\\e", s); gsub(/-/, "\\-", s); return s }
function prose(s)
{
	sub(/^[ \t]*(\/\*)?[ \t]*(\*($|[^\/]))?/, "", s)
	sub(/[ \t]*\*\/[ \t]*$/, "", s)
	sub(/^[ \t]+/, "", s)
	close_code()
	if (s == "") { fresh = 1; return }
	if (s ~ /^- /) { print ".IP \\(bu 2"; s = substr(s, 3) }
	else if (match(s, /^LATTICE_[A-Z]+  +/)) { print ".TP\n.B " substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1) }
	else if (fresh) print ".PP"
	fresh = 0
	s = plain(s)
	print (s ~ /^[.']/ ? "\\&" : "") s
}
function code(s)
{
	if (!in_code) print ".PP\n.EX"
	in_code = 1
	sub(/^LATTICE_API /, "", s)
	s = plain(s)
	print (s ~ /^[.']/ ? "\\&" : "") s
}
function close_code() { if (in_code) print ".EE"; in_code = 0 }

BEGIN {
	print ".TH LATTICE 3 \"\" \"liblattice " version "\" \"Library Functions Manual\""
	print ".SH NAME\nlattice \\- the lattice mathematics, and heartbeats to the Lattice daemon"
	print ".SH SYNOPSIS\n.B #include <lattice.h>\n.PP\nLink with \\fI\\-llattice\\fP (pkg\\-config lattice).\n.SH DESCRIPTION"
}
/^\/\* ---- .* ---- \*\/$/ {
	close_code()
	gsub(/^\/\* ---- | ---- \*\/$/, "")
	print ".SH " toupper($0)
	next
}
/^#(ifndef|ifdef|endif|include)/ || /^#define LATTICE_(H|API)/ || /^extern "C"/ || /^}$/ { next }
in_comment || /^[ \t]*\/\*/ {
	if (!in_comment) fresh = 1
	in_comment = $0 !~ /\*\//
	if (/^[ \t]*\*\/$/ || /^\/\*$/) next
	prose($0)
	next
}
/^$/ { close_code(); next }
{ code($0) }
END { close_code(); print ".SH SEE ALSO\nlatticectl(1), latticed(8)" }
