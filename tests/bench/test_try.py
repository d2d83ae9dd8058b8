import logging
def test_try(as_, cast, house):
    b=as_(cast.mara)
    from portal.core.errors import PortalError
    house.config['PROPAGATE_EXCEPTIONS']=True
    import portal.web.errors as e
    import traceback
    orig=PortalError.__init__
    def f(self,*a,**k):
        traceback.print_stack(limit=8); orig(self,*a,**k)
    PortalError.__init__=f
    try:
        print(b.client.get(b._at('/desk/inbox')).status)
    finally: PortalError.__init__=orig
