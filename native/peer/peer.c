/* SPDX-License-Identifier: MIT */
/* Who is at the other end of a unix socket, as the kernel saw it connect: peer(fd) → [pid, uid], or undefined. Node offers no SO_PEERCRED. */
#include <node_api.h>
#include <sys/socket.h>

static napi_value peer(napi_env env, napi_callback_info info)
{
	napi_value argument, number, result = NULL;
	size_t count = 1;
	int32_t fd;
	struct ucred who;
	socklen_t length = sizeof(who);

	if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok || count != 1)
		return NULL;
	if (napi_get_value_int32(env, argument, &fd) != napi_ok)
		return NULL;
	/* A pid of 0 is a process of another pid namespace: nothing to look up. */
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &length) != 0 || length != sizeof(who) || who.pid <= 0)
		return NULL;
	if (napi_create_array_with_length(env, 2, &result) != napi_ok)
		return NULL;
	napi_create_int32(env, who.pid, &number);
	napi_set_element(env, result, 0, number);
	napi_create_uint32(env, who.uid, &number);
	napi_set_element(env, result, 1, number);
	return result;
}

NAPI_MODULE_INIT()
{
	napi_value function;

	if (napi_create_function(env, "peer", NAPI_AUTO_LENGTH, peer, NULL, &function) == napi_ok)
		napi_set_named_property(env, exports, "peer", function);
	return exports;
}
